package dev.finetuning.local;

import dev.finetuning.Sleeper;
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
import dev.finetuning.local.internal.worker.LocalSettings;
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
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains small models in this process and keeps files, jobs and models in a folder.
 *
 * <p>Base models: {@value #LINEAR} learns to choose among answers that repeat ({@link
 * LinearAnswerModel}), {@value #NEAREST} to repeat the answer of the most similar example ({@link
 * NearestExampleModel}), and {@value #AUTO} takes the linear one where there are at most 1,000 distinct
 * answers which stand twice or more on average, and the other one elsewhere; the job's details say which
 * under {@code algorithm}. An earlier tuned model or checkpoint may be the base as well. A base model can
 * be asked untrained: it answers nothing. Equal data, settings and seed give the same model, bit for bit.
 *
 * <p>Several pipelines, also of several processes, may share a folder on a local disk: any of them can
 * look at a job, cancel it, pause it or ask its model. A job is worked on by the pipeline that started it;
 * if that is closed or its process dies, the job is {@code FAILED} with the code {@code interrupted} for
 * whoever looks next, and its checkpoints remain: start a new job from the last to go on. Thread-safe.
 */
public final class LocalTrainingPipeline implements TrainingPipeline {
    /** The provider's name. */
    public static final String PROVIDER = "local";
    /** The base model that chooses the way of learning by the data. */
    public static final String AUTO = "local";
    /** The base model that chooses among repeating answers. */
    public static final String LINEAR = "local-linear";
    /** The base model that repeats the nearest example's answer. */
    public static final String NEAREST = "local-nearest";

    /** All base models. */
    public static final Set<String> BASE_MODELS = Set.of(AUTO, LINEAR, NEAREST);

    private static final Capabilities CAPABILITIES = Capabilities.builder(PROVIDER)
            .verbs(EnumSet.complementOf(EnumSet.of(Capabilities.Verb.LAUNCH)))
            .baseModels(BASE_MODELS)
            .maxEpochs(TrainingPlan.MOST_EPOCHS)
            .maxSuffixLength(64)
            .interruptedIsUnbilled(true)
            .build();

    private final Workshop workshop;
    private final WorkQueue queue;

    LocalTrainingPipeline(Workshop workshop, WorkQueue queue) {
        this.workshop = workshop;
        this.queue = queue;
    }

    /**
     * A pipeline in a folder, which is created where it does not exist, with all defaults.
     *
     * @throws dev.finetuning.provider.ProviderFaultException if the folder cannot be created or used
     */
    public static LocalTrainingPipeline in(Path folder) {
        return builder(folder).build();
    }

    /** Starts a pipeline in a folder with settings of one's own. */
    public static Builder builder(Path folder) {
        return new Builder(folder);
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<String> reasonsAgainst(TrainingRequest request) {
        return RequestCheck.reasonsAgainst(request, CAPABILITIES);
    }

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

    /** Asks for the end of a job, which comes before its next mini-batch; a job that has ended stays so. */
    @Override
    public TrainingJob cancel(String jobId) {
        return order(jobId, WorkerOrder.CANCEL);
    }

    /** Lets a job rest before its next mini-batch, until it is resumed or cancelled. */
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

    /** One checkpoint per epoch, each usable as a model and as the base of a further training. */
    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return workshop.jobs().checkpoints(jobId);
    }

    @Override
    public TrainingFiles files() {
        return workshop.files();
    }

    /** The tuned models; checkpoints can be described and deleted but are not listed. */
    @Override
    public TunedModels models() {
        return workshop.models();
    }

    /**
     * A model, ready to be asked: a {@link LinearAnswerModel} or a {@link NearestExampleModel}, read from
     * disk by this call; for a base model one that answers nothing.
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

    /** Ends the jobs this pipeline works on as interrupted, and waits until they have ended. */
    @Override
    public void close() {
        queue.close();
    }

    /** Collects the settings of a pipeline; not thread-safe. */
    public static final class Builder {
        private final Path folder;
        private @Nullable Executor executor;
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();
        private long seed = 42;
        private int keptCheckpoints = Integer.MAX_VALUE;
        private int mostWeights = 64_000_000;

        private Builder(Path folder) {
            this.folder = folder;
        }

        /**
         * Runs training on this executor, which stays the caller's to close; by default the pipeline owns
         * one daemon thread and trains one job after the other. With {@code Runnable::run} a job has ended
         * when {@link LocalTrainingPipeline#start} returns.
         */
        public Builder executor(Executor newExecutor) {
            executor = newExecutor;
            return this;
        }

        /** The clock that dates jobs, events, files and models. */
        public Builder clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /** How the worker of a paused job waits between looks; training itself never waits. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** The seed of requests that bring none; 42 by default. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /**
         * How many of a job's newest checkpoints stay on disk; all by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder keptCheckpoints(int number) {
            if (number < 0) {
                throw new IllegalArgumentException("keptCheckpoints must not be negative: " + number);
            }
            keptCheckpoints = number;
            return this;
        }

        /**
         * The most weights (features times distinct answers) of a linear model, 4 bytes each; 64 million by
         * default. Where data has more, features that stand in the fewest examples are left out.
         *
         * @throws IllegalArgumentException if it is below 1,000
         */
        public Builder mostWeights(int number) {
            if (number < 1_000) {
                throw new IllegalArgumentException("mostWeights must be at least 1000: " + number);
            }
            mostWeights = number;
            return this;
        }

        /**
         * The pipeline.
         *
         * @throws dev.finetuning.provider.ProviderFaultException if the folder cannot be created or used
         */
        public LocalTrainingPipeline build() {
            Path real = StoreFolder.root(folder);
            Workshop workshop = new Workshop(
                    new FileStore(real, clock),
                    new ModelStore(real),
                    new JobStore(real, clock),
                    new LocalSettings(clock, sleeper, seed, keptCheckpoints, mostWeights));
            return new LocalTrainingPipeline(workshop, WorkQueue.of(executor));
        }
    }
}
