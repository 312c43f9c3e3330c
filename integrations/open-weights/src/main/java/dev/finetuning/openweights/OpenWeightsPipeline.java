package dev.finetuning.openweights;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.openweights.internal.BaseShape;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PrivateFolder;
import dev.finetuning.openweights.internal.Scripts;
import dev.finetuning.openweights.internal.job.DataFolder;
import dev.finetuning.openweights.internal.job.Jobs;
import dev.finetuning.openweights.internal.job.KnownModels;
import dev.finetuning.openweights.internal.job.Workers;
import dev.finetuning.openweights.internal.serving.AdapterModel;
import dev.finetuning.openweights.internal.serving.ModelServers;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.SettingRange;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains adapters (LoRA) of open weights on this machine, with TRL and PEFT in a Python process beside the JVM, and
 * answers with them. Files, jobs and adapters lie in a folder on a local disk, which several processes may share.
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

    private static final int MAX_EPOCHS = 1000;
    private static final int MAX_BATCH_SIZE = 65_536;
    private static final int MAX_PREVIEW = 10_000;

    private final Path root;
    private final Capabilities capabilities;
    private final DataFolder data;
    private final Jobs jobs;
    private final KnownModels models;
    private final WorkerRequests requests;
    private final ModelServers servers;
    private final Previews previews;
    private final PythonEnvironment environment;
    private final String device;
    private volatile boolean checked;

    private OpenWeightsPipeline(Builder builder, PythonEnvironment environment) throws IOException {
        this.root = PrivateFolder.at(builder.folder);
        this.environment = environment;
        this.device = builder.device;
        this.checked = !builder.checksEnvironment;
        this.capabilities = Capabilities.builder(PROVIDER)
                .methods(Set.of("supervised", "preference", "kto"))
                .verbs(EnumSet.complementOf(EnumSet.of(Verb.LAUNCH, Verb.MODELS)))
                .baseModels(builder.baseModels.keySet())
                .maxEpochs(MAX_EPOCHS)
                .settings(settings())
                .maxSuffixLength(64)
                .build();
        Scripts.Places scripts = builder.scripts.in(root);
        this.data = new DataFolder(root, builder.clock);
        this.jobs = new Jobs(
                root,
                new Workers(environment.python(), scripts.worker(), builder.clock, builder.sleeper),
                builder.clock);
        this.models = new KnownModels(Collections.unmodifiableMap(new LinkedHashMap<>(builder.baseModels)), jobs);
        this.requests = new WorkerRequests(
                models, data, new WorkerRequests.Device(builder.device, builder.threads, builder.maxRunningJobs));
        this.previews = new Previews(root, environment.python(), scripts.preview());
        this.servers = ModelServers.of(
                environment.python(),
                scripts.server(),
                root,
                builder.startPatience,
                builder.answerTimeout,
                builder.clock,
                builder.sleeper);
    }

    private static Map<String, SettingRange> settings() {
        Map<String, SettingRange> settings = new LinkedHashMap<>(LoraSettings.ranges());
        settings.put("batch_size", SettingRange.whole(1, MAX_BATCH_SIZE));
        return settings;
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
        return capabilities;
    }

    @Override
    public List<String> reasonsAgainst(TrainingRequest request) {
        List<String> reasons = new ArrayList<>(capabilities.reasonsAgainst(request));
        reasons.addAll(requests.reasonsAgainst(request));
        return reasons;
    }

    @Override
    public TrainingFile upload(TrainingData trainingData) {
        return data.upload(trainingData);
    }

    /**
     * Creates a job and starts its process. A second call with the same mark finds the first one's job.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if something stands in the way, packages that the
     *     Python environment lacks among it; nothing was created
     */
    @Override
    public TrainingJob start(TrainingRequest request) {
        require(request);
        return jobs.create(request, requests.fields(request));
    }

    private void require(TrainingRequest request) {
        List<String> reasons = reasonsAgainst(request);
        if (!reasons.isEmpty()) {
            throw Faults.rejected("create job", reasons);
        }
        requests.requireData(request);
        requireEnvironment();
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
        if (firstRow < 1 || rows < 1 || rows > MAX_PREVIEW) {
            throw new IllegalArgumentException(
                    "rows are shown from 1 on, and at most " + MAX_PREVIEW + " of them: " + firstRow + ", " + rows);
        }
        require(request);
        return new TrainingPreview(
                "What " + request.method().name() + " training of " + request.baseModel() + " trains on",
                previews.rows(requests.fields(request), firstRow, firstRow + rows - 1));
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
        require(request);
        boolean gpu = !device.equals("cpu") && environment.check().device().equals("cuda");
        return Estimates.of(
                request,
                BaseShape.of(models.place(request.baseModel())),
                previews.count(requests.fields(request)),
                gpu,
                jobs.all());
    }

    private void requireEnvironment() {
        if (!checked) {
            List<String> missing = environment.versions().missing();
            if (!missing.isEmpty()) {
                throw Faults.rejected("create job", missing);
            }
        }
        checked = true;
    }

    @Override
    public TrainingJob job(String jobId) {
        return jobs.look(jobId);
    }

    @Override
    public Stream<TrainingJob> jobs(JobQuery query) {
        return jobs.all().filter(query::matches);
    }

    /** Asks for a job's end, which comes before its next step; a job that has ended stays so. */
    @Override
    public TrainingJob cancel(String jobId) {
        return jobs.cancel(jobId);
    }

    /** Lets a job rest: after its next step it keeps a checkpoint, and its process ends. */
    @Override
    public TrainingJob pause(String jobId) {
        return jobs.pause(jobId);
    }

    /** Goes on with a paused or interrupted job from its last checkpoint. */
    @Override
    public TrainingJob resume(String jobId) {
        return jobs.resume(jobId);
    }

    @Override
    public List<TrainingEvent> events(String jobId) {
        return jobs.events(jobId);
    }

    /** The job's checkpoints, each usable as a model and as the base of a further training. */
    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return jobs.checkpoints(jobId);
    }

    @Override
    public TrainingFiles files() {
        return data;
    }

    /**
     * A base model by its name, a finished job's model by the job's id, or a checkpoint's. The first question to a
     * base model or one of its adapters starts the server that answers all of them, which takes as long as loading the
     * model; it ends with this pipeline.
     */
    @Override
    public ChatModel chatModel(String modelId) {
        return new AdapterModel(servers, modelId, models.baseOf(modelId), models.place(modelId));
    }

    /** The folder of a model's adapter: {@code adapter_model.safetensors} and {@code adapter_config.json}, as PEFT reads them. */
    public Path adapterFolder(String modelId) {
        return models.adapterFolder(modelId);
    }

    /** Ends the servers that answer. Jobs go on. */
    @Override
    public void close() {
        servers.close();
    }

    /** The folder. */
    @Override
    public String toString() {
        return "OpenWeightsPipeline[" + root + "]";
    }

    /** Collects the settings of a pipeline; not thread-safe. */
    public static final class Builder {
        private final Path folder;
        private final Map<String, Path> baseModels = new LinkedHashMap<>();
        private @Nullable PythonEnvironment environment;
        private String device = "auto";
        private OptionalInt threads = OptionalInt.empty();
        private int maxRunningJobs = 1;
        private Duration startPatience = Duration.ofMinutes(10);
        private Duration answerTimeout = Duration.ofMinutes(5);
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();
        private Scripts scripts = Scripts.real();
        private boolean checksEnvironment = true;

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** The Python environment that trains and answers. */
        public Builder environment(PythonEnvironment python) {
            environment = Objects.requireNonNull(python);
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
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}") || Jobs.isId(name)) {
                throw new IllegalArgumentException("a base model's name must be of [A-Za-z0-9._/-] and not begin with "
                        + Jobs.PREFIX + ": " + name);
            }
            if (!Files.exists(place.resolve("config.json"))) {
                throw new IllegalArgumentException("there is no model in " + place
                        + ": config.json is missing; download one, such as by: hf download NAME --local-dir " + place);
            }
            baseModels.put(name, place.toAbsolutePath());
            return this;
        }

        /**
         * Where training runs: {@code auto} (the default) takes a GPU where there is one, or {@code cpu}, {@code
         * cuda}, {@code cuda:1}.
         *
         * @throws IllegalArgumentException if it is none of these
         */
        public Builder device(String name) {
            if (!name.matches("auto|cpu|cuda(:[0-9]{1,3})?")) {
                throw new IllegalArgumentException("device must be auto, cpu, cuda or cuda:N: " + name);
            }
            device = name;
            return this;
        }

        /**
         * How many CPU threads a training takes; PyTorch's own choice by default.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder threads(int number) {
            threads = OptionalInt.of(positive("threads", number));
            return this;
        }

        /**
         * How many jobs of this folder train on the device at a time; the others queue. 1 by default.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder maxRunningJobs(int number) {
            maxRunningJobs = positive("maxRunningJobs", number);
            return this;
        }

        /** How long loading a model may take before the first answer; 10 minutes by default. */
        public Builder startPatience(Duration patience) {
            startPatience = Objects.requireNonNull(patience);
            return this;
        }

        /** How long an answer may take; 5 minutes by default. */
        public Builder answerTimeout(Duration timeout) {
            answerTimeout = Objects.requireNonNull(timeout);
            return this;
        }

        /** The clock that dates jobs and files; workers date events by the machine's own. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock);
            return this;
        }

        /** How to wait for a process that starts. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = Objects.requireNonNull(newSleeper);
            return this;
        }

        /** Other scripts, which need no packages. */
        Builder scripts(Scripts others) {
            scripts = others;
            checksEnvironment = false;
            return this;
        }

        private static int positive(String name, int number) {
            if (number < 1) {
                throw new IllegalArgumentException(name + " must be at least 1: " + number);
            }
            return number;
        }

        /**
         * The pipeline.
         *
         * @throws IllegalStateException if no environment or no base model was named
         * @throws dev.finetuning.provider.ProviderFaultException if the folder cannot be created or used
         */
        public OpenWeightsPipeline build() {
            if (environment == null || baseModels.isEmpty()) {
                throw new IllegalStateException("name a Python environment and at least one base model");
            }
            try {
                return new OpenWeightsPipeline(this, environment);
            } catch (IOException e) {
                throw Faults.disk("open folder", e);
            }
        }
    }
}
