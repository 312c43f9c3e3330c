package dev.finetuning.local;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.local.internal.learning.TrainingPlan;
import dev.finetuning.local.internal.model.LinearBody;
import dev.finetuning.local.internal.model.ModelBody;
import dev.finetuning.local.internal.model.NearestBody;
import dev.finetuning.local.internal.store.FileStore;
import dev.finetuning.local.internal.store.JobStore;
import dev.finetuning.local.internal.store.ModelStore;
import dev.finetuning.local.internal.store.StoreFolder;
import dev.finetuning.local.internal.store.WorkerLock;
import dev.finetuning.local.internal.store.WorkerOrder;
import dev.finetuning.local.internal.worker.JobWorker;
import dev.finetuning.local.internal.worker.RequestCheck;
import dev.finetuning.local.internal.worker.WorkQueue;
import dev.finetuning.local.internal.worker.Workshop;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.TunedModels;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Trains small models in this process and keeps files, jobs and models in a folder.
 *
 * <p>Base models: {@value #LINEAR} learns to choose among repeating answers ({@link LinearAnswerModel}).
 * {@value #NEAREST} repeats the answer of the most similar example ({@link NearestExampleModel}). {@value
 * #AUTO} uses the linear model if there are at most 1,000 distinct answers that occur at least twice on
 * average, otherwise the other one; the job's details report which under {@code algorithm}. An earlier
 * tuned model or checkpoint may also be the base. An untrained base model gives empty answers. The same
 * data, settings and seed give exactly the same model.
 *
 * <p>Several pipelines, in several processes, may share a folder on a local disk: each can look at, cancel
 * and pause jobs and ask models. A job runs in the pipeline that started it. If that is closed or its
 * process dies, the next look at the job finds it {@code FAILED} with the code {@code interrupted}; its
 * checkpoints remain, and a new job can start from the last one. Thread-safe.
 */
public final class LocalTrainingPipeline implements TrainingPipeline {
    /** The provider's name. */
    public static final String PROVIDER = "local";
    /** The base model that chooses the algorithm by the data. */
    public static final String AUTO = "local";
    /** The base model that chooses among repeating answers. */
    public static final String LINEAR = "local-linear";
    /** The base model that repeats the answer of the nearest example. */
    public static final String NEAREST = "local-nearest";

    /** All base models. */
    public static final Set<String> BASE_MODELS = Set.of(AUTO, LINEAR, NEAREST);

    private static final Capabilities CAPABILITIES = Capabilities.builder(PROVIDER)
            .verbs(EnumSet.complementOf(EnumSet.of(Capabilities.Verb.LAUNCH)))
            .baseModels(BASE_MODELS)
            .maxEpochs(TrainingPlan.MAX_EPOCHS)
            .maxSuffixLength(64)
            .interruptedIsUnbilled(true)
            .inProcess(true)
            .build();

    private final Workshop workshop;
    private final WorkQueue queue;

    /**
     * A pipeline with these settings.
     *
     * @throws dev.finetuning.provider.ProviderFaultException if the folder cannot be created or used
     */
    public LocalTrainingPipeline(LocalSettings settings) {
        Path folder = StoreFolder.root(settings.folder());
        workshop = new Workshop(
                new FileStore(folder, settings.maxFileBytes(), settings.clock()),
                new ModelStore(folder),
                new JobStore(folder, settings.clock()),
                settings);
        queue = settings.executor().map(WorkQueue::of).orElseGet(WorkQueue::own);
    }

    /**
     * A pipeline with all other settings at their defaults in a folder, which is created if it does not exist.
     *
     * @throws dev.finetuning.provider.ProviderFaultException if the folder cannot be created or used
     */
    public static LocalTrainingPipeline in(Path folder) {
        return new LocalTrainingPipeline(LocalSettings.builder(folder).build());
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<String> reasonsAgainst(TrainingRequest request) {
        return RequestCheck.reasonsAgainst(request, CAPABILITIES);
    }

    /**
     * Keeps the examples as a file.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if there is none, if one is no conversation, or if they
     *     are larger than {@link LocalSettings#maxFileBytes}
     */
    @Override
    public TrainingFile upload(TrainingData data) {
        return workshop.files().upload(data);
    }

    @Override
    public TrainingJob start(TrainingRequest request) {
        RequestCheck.check(request, CAPABILITIES, workshop);
        TrainingJob job = RequestCheck.newJob(request, workshop.settings());
        WorkerLock lock = workshop.jobs().lockNew(job.id());
        workshop.jobs().create(job);
        queue.begin(new JobWorker(workshop, request, job, lock, queue::closed));
        return job(job.id());
    }

    @Override
    public TrainingJob job(String jobId) {
        return workshop.jobs().look(jobId);
    }

    @Override
    public Stream<TrainingJob> jobs(JobQuery query) {
        return workshop.jobs().all().filter(query::matches);
    }

    /**
     * Requests the end of a job, which takes effect before its next mini-batch. A job that has ended is not
     * changed.
     */
    @Override
    public TrainingJob cancel(String jobId) {
        return order(jobId, WorkerOrder.CANCEL);
    }

    /** Pauses a job before its next mini-batch, until it is resumed or cancelled. */
    @Override
    public TrainingJob pause(String jobId) {
        return order(jobId, WorkerOrder.PAUSE);
    }

    @Override
    public TrainingJob resume(String jobId) {
        return order(jobId, WorkerOrder.GO_ON);
    }

    private TrainingJob order(String jobId, WorkerOrder order) {
        TrainingJob job = job(jobId);
        if (!job.status().terminal() && job.status().phase() != JobPhase.CANCELLING) {
            workshop.jobs().order(jobId, order);
        }
        return job(jobId);
    }

    @Override
    public List<TrainingEvent> events(String jobId) {
        return workshop.jobs().events(jobId);
    }

    /** One checkpoint per epoch; each can be used as a model and as the base of another job. */
    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return workshop.jobs().checkpoints(jobId);
    }

    @Override
    public TrainingFiles files() {
        return workshop.files();
    }

    /** The tuned models. Checkpoints can be described and deleted, but are not listed. */
    @Override
    public TunedModels models() {
        return workshop.models();
    }

    /**
     * Reads a model from disk: a {@link LinearAnswerModel} or a {@link NearestExampleModel}; for a base
     * model, one that gives empty answers.
     *
     * @throws CorruptModelException if the model's file is damaged
     */
    @Override
    public ChatModel chatModel(String modelId) {
        return BASE_MODELS.contains(modelId)
                ? new UntrainedModel(modelId)
                : model(modelId, workshop.models().load(modelId));
    }

    private static ChatModel model(String id, ModelBody body) {
        return body instanceof LinearBody linear
                ? new LinearAnswerModel(id, linear)
                : new NearestExampleModel(id, (NearestBody) body);
    }

    /** Interrupts the jobs of this pipeline and waits until they have ended. */
    @Override
    public void close() {
        queue.close();
    }
}
