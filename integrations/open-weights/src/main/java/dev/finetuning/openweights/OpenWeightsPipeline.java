package dev.finetuning.openweights;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.openweights.export.ExportProgress;
import dev.finetuning.openweights.export.ExportedModel;
import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.serving.AdapterServer;
import dev.finetuning.registry.ModelServing;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Trains adapters (LoRA) of open weights on this machine, with TRL and PEFT in a Python process beside the JVM, or on a
 * {@link RayCluster}, and answers with them. Files, jobs and adapters lie in a folder, on a local disk or on storage
 * shared with the cluster, which several processes may share.
 *
 * <p>A job's process outlives this one: attach to the job by its id from anywhere. Where the process dies, the job is
 * {@code PAUSED} with the failure {@link dev.finetuning.training.JobFailure#INTERRUPTED}; {@link #resume} goes on
 * from its last checkpoint with the same result, and waiters and runs do that by themselves. A process that dies five
 * times without coming to a new checkpoint ends the job as failed ({@code worker_died}).
 *
 * <p>A job may start from a base model that the builder named, or continue an earlier job's adapter or checkpoint.
 * Its settings are those of {@link LoraSettings}. Rows are rendered by the model's own chat template; trained on are
 * the assistant's messages, unless their weight is 0. Thread-safe.
 */
public final class OpenWeightsPipeline implements TrainingPipeline {
    /** The provider's name. */
    public static final String PROVIDER = Faults.PROVIDER;

    private final PipelineParts parts;

    OpenWeightsPipeline(PipelineParts parts) {
        this.parts = parts;
    }

    /**
     * Starts a pipeline in a folder, which is created for its owner alone where it does not exist. Name a Python
     * environment and at least one base model.
     */
    public static OpenWeightsPipelineBuilder builder(Path folder) {
        return new OpenWeightsPipelineBuilder(folder);
    }

    @Override
    public Capabilities capabilities() {
        return parts.capabilities();
    }

    @Override
    public List<String> reasonsAgainst(TrainingRequest request) {
        return parts.checks().reasonsAgainst(request);
    }

    @Override
    public TrainingFile upload(TrainingData trainingData) {
        return parts.data().upload(trainingData);
    }

    /**
     * Creates a job and starts its process. A second call with the same mark finds the first one's job.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if something stands in the way, packages that the
     *     Python environment lacks among it; nothing was created
     */
    @Override
    public TrainingJob start(TrainingRequest request) {
        parts.checks().requireStartable(request);
        return parts.jobs().create(request, parts.requests().fields(request, parts.workers()::seen));
    }

    /**
     * Shows what a request would train on: rows of its training file as the base model's chat template renders them,
     * with the tokens that are trained marked. Nothing is trained; takes as long as loading the tokenizer. A row that
     * would end the job as failed says why.
     *
     * @param firstRow the number of the first row to show, from 1
     * @param rows how many to show, 1 to 10,000
     * @throws IllegalArgumentException if a number is out of its range
     * @throws dev.finetuning.provider.RequestRejectedException if the request would be refused
     */
    public TrainingPreview preview(TrainingRequest request, long firstRow, int rows) {
        Lookahead.requireRange(firstRow, rows);
        parts.checks().requireReadable(request);
        return parts.lookahead().preview(request, firstRow, rows);
    }

    /**
     * What a request would take: tokens, memory, and the time if a job like it has finished here. Nothing is trained;
     * takes as long as reading all rows with the model's tokenizer.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if the request would be refused, or one of its rows
     *     would end the job as failed
     * @throws dev.finetuning.provider.ProviderFaultException if the base model's files do not tell its sizes
     */
    public TrainingEstimate estimate(TrainingRequest request) {
        parts.checks().requireReadable(request);
        return parts.lookahead().estimate(request);
    }

    @Override
    public TrainingJob job(String jobId) {
        return parts.jobs().look(jobId);
    }

    @Override
    public Stream<TrainingJob> jobs(JobQuery query) {
        return parts.jobs().all().filter(query::matches);
    }

    /** Asks for a job's end, which comes before its next step; a job that has ended stays so. */
    @Override
    public TrainingJob cancel(String jobId) {
        return parts.jobs().cancel(jobId);
    }

    /** Lets a job rest: after its next step it keeps a checkpoint, and its process ends. */
    @Override
    public TrainingJob pause(String jobId) {
        return parts.jobs().pause(jobId);
    }

    /** Goes on with a paused or interrupted job from its last checkpoint. */
    @Override
    public TrainingJob resume(String jobId) {
        return parts.jobs().resume(jobId);
    }

    /**
     * What a job's process has printed so far, for people; call again for more. It may repeat what stands in the data.
     * Of a cluster, whatever Ray has kept.
     */
    public String log(String jobId) {
        return parts.jobs().log(jobId);
    }

    @Override
    public List<TrainingEvent> events(String jobId) {
        return parts.jobs().events(jobId);
    }

    /** The job's checkpoints, each usable as a model and as the base of a further training. */
    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return parts.jobs().checkpoints(jobId);
    }

    @Override
    public TrainingFiles files() {
        return parts.data();
    }

    /**
     * A base model by its name, a finished job's model by the job's id, or a checkpoint's. The first question to a
     * base model or one of its adapters starts the server that answers all of them, which takes as long as loading the
     * model; it ends with this pipeline.
     */
    @Override
    public ChatModel chatModel(String modelId) {
        return adapterServer().chatModel(modelId);
    }

    /**
     * The servers that answer {@link #chatModel}, as one that can be told to load an adapter before it is asked. An
     * adapter that is loaded stays until it is unloaded; of all others, each server keeps the eight that were asked last.
     */
    public AdapterServer adapterServer() {
        parts.checks().requireAnswers();
        return new BuiltInServer(parts.servers(), parts.models());
    }

    /**
     * Lets a server answer with what this pipeline trains: the adapter of a version is loaded there under its model id
     * before an alias moves to it, and unloaded once no alias needs it ({@link
     * dev.finetuning.registry.ServingRegistry}).
     *
     * <pre>{@code
     * ModelRegistry registry = ServingRegistry.of(JournaledModelRegistry.open(journal), pipeline.serving(server));
     * ModelRouter router = ModelRouter.create(registry, version -> server.chatModel(version.modelId()));
     * }</pre>
     *
     * @param server one that answers with the base model of the versions; {@link #adapterServer} for any
     */
    public ModelServing serving(AdapterServer server) {
        return new AdapterServing(parts.models(), server);
    }

    /** The folder of a model's adapter: {@code adapter_model.safetensors} and {@code adapter_config.json}, as PEFT reads them. */
    public Path adapterFolder(String modelId) {
        return parts.models().adapterFolder(modelId);
    }

    /** {@link #export(ModelExport, Path, Consumer)}, without a listener. */
    public ExportedModel export(ModelExport export, Path target) {
        return export(export, target, progress -> {});
    }

    /**
     * Writes a model in a form that other programs load. The same export is found again and not written twice, after
     * its files were compared with their hashes; a record of what it was made of, {@code fine_tuning_export.json} or the
     * file's name with {@code .json}, lies in the folder or beside the file. What is being written lies in {@code
     * TARGET.part}; the target appears once it is whole.
     *
     * <p>Merging takes the memory of the base model's weights as they are stored, two matrices in 32 bits, and 600 MB;
     * converting takes a few matrices. On the disk, a merged model takes its weights, a GGUF file its own size, and
     * while it is written the merged model as well; that much is required to be free beforehand.
     *
     * @param target the folder (of a merged model) or file (GGUF) to write
     * @param listener hears of the progress, on this thread; what it throws ends the export
     * @throws dev.finetuning.provider.RequestRejectedException if the target is there with other content or cannot be
     *     written, packages are missing, or the base model cannot be exported
     * @throws dev.finetuning.provider.NotFoundException if there is no such model
     * @throws dev.finetuning.provider.RetryLaterException if another process is exporting to the target
     * @throws dev.finetuning.provider.ProviderFaultException if it failed, with the code {@code disk_full}, {@code
     *     out_of_memory}, {@code converter}, {@code not_finite}, {@code died} or {@code internal} in its incident; or if
     *     this thread was interrupted, which ends the process. Nothing is left at the target
     */
    public ExportedModel export(ModelExport export, Path target, Consumer<ExportProgress> listener) {
        parts.checks().requireExports();
        return parts.exports().write(export, target, listener);
    }

    /** Ends the servers that answer. Jobs go on. */
    @Override
    public void close() {
        parts.close();
    }

    /** The folder. */
    @Override
    public String toString() {
        return "OpenWeightsPipeline[" + parts.root() + "]";
    }
}
