package dev.finetuning.openweights;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.Scripts;
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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
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

    private OpenWeightsPipeline(PipelineParts parts) {
        this.parts = parts;
    }

    /**
     * Starts a pipeline in a folder, which is created for its owner alone where it does not exist. Name a Python
     * environment and at least one base model.
     */
    public static Builder builder(Path folder) {
        return new Builder(folder);
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

    /** Collects the settings of a pipeline; not thread-safe. */
    public static final class Builder {
        private final PipelineSettings settings;

        private Builder(Path folder) {
            this.settings = new PipelineSettings(folder);
        }

        /** The Python environment that trains and answers; beside a cluster, that answers and looks ahead. */
        public Builder environment(PythonEnvironment python) {
            settings.environment = Objects.requireNonNull(python);
            return this;
        }

        /** Lets a cluster train. Every pipeline on the folder must name it. */
        public Builder cluster(RayCluster ray) {
            settings.cluster = Objects.requireNonNull(ray);
            return this;
        }

        /**
         * Names a base model: a folder as transformers reads it, with weights, configuration, tokenizer and chat
         * template. Nothing is downloaded.
         *
         * @throws IllegalArgumentException if the name is not of {@code [A-Za-z0-9._/-]}, begins like a job's id, or
         *     there is no {@code config.json} in the folder
         */
        public Builder baseModel(String name, Path place) {
            settings.baseModel(name, place);
            return this;
        }

        /**
         * Where training runs: {@code auto} (the default) takes a GPU where there is one, or {@code cpu}, {@code
         * cuda}, {@code cuda:1}.
         *
         * @throws IllegalArgumentException if it is none of these
         */
        public Builder device(String name) {
            settings.device(name);
            return this;
        }

        /**
         * A command that starts a job in several processes on this machine, each with its GPU: {@code torchrun --standalone
         * --nproc-per-node 4}, or {@code accelerate launch} with a configuration of yours, for FSDP, say. Its programs are
         * looked for in the Python environment first. The processes share each batch, so the batch size must be a multiple
         * of their number. A cluster has a {@linkplain RayCluster.Builder#launcher launcher} of its own.
         *
         * @throws IllegalArgumentException if it is empty
         */
        public Builder launcher(String... command) {
            settings.launcher = PipelineSettings.words(command);
            return this;
        }

        /**
         * How many CPU threads a training takes; PyTorch's own choice by default.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder threads(int number) {
            settings.threads = OptionalInt.of(PipelineSettings.positive("threads", number));
            return this;
        }

        /**
         * How many jobs of this folder train on the device at a time; the others queue. 1 by default. A cluster queues
         * by the resources that it reserves instead.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder maxRunningJobs(int number) {
            settings.maxRunningJobs = PipelineSettings.positive("maxRunningJobs", number);
            return this;
        }

        /** How long loading a model may take before the first answer; 10 minutes by default. */
        public Builder startPatience(Duration patience) {
            settings.startPatience = Objects.requireNonNull(patience);
            return this;
        }

        /** How long an answer may take; 5 minutes by default. */
        public Builder answerTimeout(Duration timeout) {
            settings.answerTimeout = Objects.requireNonNull(timeout);
            return this;
        }

        /** The clock that dates jobs and files; workers date events by the machine's own. */
        public Builder clock(InstantSource newClock) {
            settings.clock = Objects.requireNonNull(newClock);
            return this;
        }

        /** How to wait for a process that starts. */
        public Builder sleeper(Sleeper newSleeper) {
            settings.sleeper = Objects.requireNonNull(newSleeper);
            return this;
        }

        /** Other scripts, which need no packages. */
        Builder scripts(Scripts others) {
            settings.scripts = others;
            settings.checksEnvironment = false;
            return this;
        }

        /**
         * The pipeline.
         *
         * @throws IllegalStateException if neither an environment nor a cluster, or no base model was named
         * @throws dev.finetuning.provider.ProviderFaultException if the folder cannot be created or used
         */
        public OpenWeightsPipeline build() {
            if ((settings.environment == null && settings.cluster == null) || settings.baseModels.isEmpty()) {
                throw new IllegalStateException("name a Python environment or a cluster, and at least one base model");
            }
            try {
                return new OpenWeightsPipeline(PipelineParts.of(settings));
            } catch (IOException e) {
                throw Faults.disk("open folder", e);
            }
        }
    }
}
