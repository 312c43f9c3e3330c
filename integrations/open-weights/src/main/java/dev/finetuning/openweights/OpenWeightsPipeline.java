package dev.finetuning.openweights;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.Scripts;
import dev.finetuning.openweights.internal.job.DataFolder;
import dev.finetuning.openweights.internal.job.JobFolder;
import dev.finetuning.openweights.internal.job.Jobs;
import dev.finetuning.openweights.internal.job.Workers;
import dev.finetuning.openweights.internal.serving.AdapterModel;
import dev.finetuning.openweights.internal.serving.ModelServers;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import java.util.TreeSet;
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
    private static final double EPOCHS = 3;
    private static final double BATCH_SIZE = 4;
    private static final double BETA = 0.1;
    private static final double SUPERVISED_RATE = 2e-4;
    private static final double PREFERENCE_RATE = 1e-5;

    private final Settings settings;
    private final Capabilities capabilities;
    private final DataFolder data;
    private final Jobs jobs;
    private final ModelServers servers;
    private volatile boolean checked;

    private OpenWeightsPipeline(Settings settings, DataFolder data, Jobs jobs, ModelServers servers) {
        this.settings = settings;
        this.capabilities = Capabilities.builder(PROVIDER)
                .methods(Set.of("supervised", "preference"))
                .verbs(EnumSet.complementOf(EnumSet.of(Verb.LAUNCH, Verb.MODELS)))
                .baseModels(settings.baseModels().keySet())
                .maxEpochs(MAX_EPOCHS)
                .maxSuffixLength(64)
                .build();
        this.data = data;
        this.jobs = jobs;
        this.servers = servers;
    }

    private record Settings(
            Path root,
            PythonEnvironment environment,
            Map<String, Path> baseModels,
            String device,
            OptionalInt threads,
            int maxRunningJobs,
            boolean checksEnvironment) {}

    /**
     * Starts a pipeline in a folder, which is created for its owner alone where it does not exist. Name a Python environment and at least
     * one base model.
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
        reasons.addAll(LoraSettings.reasonsAgainst(request.hyperparameters()));
        if (!settings.baseModels().containsKey(request.baseModel()) && !isAdapter(request.baseModel())) {
            reasons.add("base model " + request.baseModel() + " is not known; known are "
                    + new TreeSet<>(settings.baseModels().keySet()) + " and the models of finished jobs");
        }
        request.options().keySet().forEach(name -> reasons.add("option " + name + " is not known"));
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
        List<String> reasons = reasonsAgainst(request);
        if (!reasons.isEmpty()) {
            throw Faults.rejected("create job", reasons);
        }
        requireData(request);
        requireEnvironment();
        return jobs.create(request, asked(request));
    }

    private void requireData(TrainingRequest request) {
        List<String> files = new ArrayList<>(List.of(request.trainingFile()));
        request.validationFile().ifPresent(files::add);
        for (String file : files) {
            String method = data.method(file);
            if (!method.equals(request.method().name())) {
                throw Faults.rejected(
                        "create job",
                        List.of("file " + file + " holds examples for " + method + " training, not for "
                                + request.method().name()));
            }
        }
    }

    private void requireEnvironment() {
        if (!checked && settings.checksEnvironment()) {
            List<String> missing = settings.environment().versions().missing();
            if (!missing.isEmpty()) {
                throw Faults.rejected("create job", missing);
            }
        }
        checked = true;
    }

    private Map<String, Object> asked(TrainingRequest request) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("base_model", base(request.baseModel()));
        asked.put("training_file", DataFolder.place(request.trainingFile()));
        request.validationFile().ifPresent(file -> asked.put("validation_file", DataFolder.place(file)));
        asked.put("method", method(request.method()));
        asked.put("settings", settings(request));
        asked.put("seed", request.seed().orElse(42L));
        asked.put("device", settings.device());
        asked.put("max_running_jobs", settings.maxRunningJobs());
        settings.threads().ifPresent(number -> asked.put("threads", number));
        request.mark().ifPresent(mark -> asked.put("mark", mark));
        request.suffix().ifPresent(suffix -> asked.put("suffix", suffix));
        asked.put("metadata", request.metadata());
        return asked;
    }

    private Map<String, Object> base(String model) {
        Map<String, Object> base = new LinkedHashMap<>();
        base.put("name", model);
        base.put("path", place(model).toString());
        if (!settings.baseModels().containsKey(model)) {
            base.put("adapter", "jobs/" + jobId(model) + "/" + adapter(model));
        }
        return base;
    }

    private static Map<String, Object> method(TrainingMethod method) {
        return method instanceof TrainingMethod.Preference preference
                ? Map.of("name", method.name(), "beta", preference.beta().orElse(BETA))
                : Map.of("name", method.name());
    }

    private static Map<String, Object> settings(TrainingRequest request) {
        Hyperparameters wanted = request.hyperparameters();
        LoraSettings lora = LoraSettings.of(wanted);
        boolean pairs = request.method() instanceof TrainingMethod.Preference;
        double rate = lora.learningRate().orElse(pairs ? PREFERENCE_RATE : SUPERVISED_RATE);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("epochs", wanted.epochs().orElse(EPOCHS));
        all.put("batch_size", (long) wanted.batchSize().orElse(BATCH_SIZE));
        all.put("learning_rate", rate * wanted.learningRateMultiplier().orElse(1));
        all.putAll(lora.complete());
        return all;
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
        String base = settings.baseModels().containsKey(modelId) ? modelId : baseOf(modelId);
        return new AdapterModel(servers, modelId, base, place(base));
    }

    /** The folder of a model's adapter: {@code adapter_model.safetensors} and {@code adapter_config.json}, as PEFT reads them. */
    public Path adapterFolder(String modelId) {
        if (!isAdapter(modelId)) {
            throw Faults.notFound("model", modelId);
        }
        return jobs.folder(jobId(modelId)).path().resolve(adapter(modelId));
    }

    private Path place(String model) {
        Path named = settings.baseModels().get(model);
        return named != null
                ? named
                : Objects.requireNonNull(settings.baseModels().get(baseOf(model)));
    }

    /** The base model below an adapter, however often it was continued. */
    private String baseOf(String model) {
        String base = model;
        while (!settings.baseModels().containsKey(base)) {
            if (!isAdapter(base)) {
                throw Faults.notFound("model", model);
            }
            base = jobs.look(jobId(base)).baseModel();
        }
        return base;
    }

    private boolean isAdapter(String model) {
        String id = jobId(model);
        if (!Jobs.isId(id)) {
            return false;
        }
        try {
            JobFolder job = jobs.folder(id);
            return job.hasAdapter(adapter(model));
        } catch (NotFoundException noSuchJob) {
            return false;
        }
    }

    private static String jobId(String model) {
        int at = model.indexOf('@');
        return at < 0 ? model : model.substring(0, at);
    }

    /** Where the adapter lies in its job's folder; a step that is no number leads nowhere. */
    private static String adapter(String model) {
        int at = model.indexOf('@');
        String step = at < 0 ? "" : model.substring(at + 1);
        return at < 0 ? "adapter" : step.matches("[0-9]{1,12}") ? "checkpoints/checkpoint-" + step : "no-checkpoint";
    }

    /** Ends the servers that answer. Jobs go on. */
    @Override
    public void close() {
        servers.close();
    }

    /** The folder. */
    @Override
    public String toString() {
        return "OpenWeightsPipeline[" + settings.root() + "]";
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

        /** Training data lies here, which is nobody else's business. */
        private static Path privateFolder(Path folder) throws IOException {
            Path absolute = folder.toAbsolutePath();
            Path parent = absolute.getParent();
            if (!Files.exists(absolute) && parent != null) {
                Files.createDirectories(parent);
                createPrivate(absolute);
            }
            return absolute.toRealPath();
        }

        private static void createPrivate(Path folder) throws IOException {
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException anotherProcessWasQuicker) {
                // it made the same
            }
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
                Path root = privateFolder(folder);
                Scripts.Places places = scripts.in(root);
                Settings settings = new Settings(
                        root,
                        environment,
                        Collections.unmodifiableMap(new LinkedHashMap<>(baseModels)),
                        device,
                        threads,
                        maxRunningJobs,
                        checksEnvironment);
                Workers workers = new Workers(environment.python(), places.worker(), clock, sleeper);
                return new OpenWeightsPipeline(
                        settings,
                        new DataFolder(root, clock),
                        new Jobs(root, workers, clock),
                        ModelServers.of(
                                environment.python(),
                                places.server(),
                                root,
                                startPatience,
                                answerTimeout,
                                clock,
                                sleeper));
            } catch (IOException e) {
                throw Faults.disk("open folder", e);
            }
        }
    }
}
