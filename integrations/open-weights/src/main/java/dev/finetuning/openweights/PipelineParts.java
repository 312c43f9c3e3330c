package dev.finetuning.openweights;

import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PrivateFolder;
import dev.finetuning.openweights.internal.Scripts;
import dev.finetuning.openweights.internal.export.Exports;
import dev.finetuning.openweights.internal.job.DataFolder;
import dev.finetuning.openweights.internal.job.Jobs;
import dev.finetuning.openweights.internal.job.KnownModels;
import dev.finetuning.openweights.internal.job.LocalWorkers;
import dev.finetuning.openweights.internal.job.Workers;
import dev.finetuning.openweights.internal.ray.RayWorkers;
import dev.finetuning.openweights.internal.serving.ModelServers;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.SettingRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a pipeline, put together from its settings. */
record PipelineParts(
        Path root,
        Capabilities capabilities,
        DataFolder data,
        Jobs jobs,
        KnownModels models,
        WorkerRequests requests,
        RequestChecks checks,
        Workers workers,
        Lookahead lookahead,
        Exports exports,
        ModelServers servers) {
    private static final Path ANY_PYTHON = Path.of("python3");
    private static final int MAX_EPOCHS = 1000;
    private static final int MAX_BATCH_SIZE = 65_536;
    private static final int MAX_SUFFIX = 64;

    static PipelineParts of(PipelineSettings settings) throws IOException {
        PythonEnvironment environment = settings.environment;
        // where there is none, nothing is started before the checks have said so
        Path python = environment == null ? ANY_PYTHON : environment.python();
        RayCluster cluster = settings.cluster;
        Path root = PrivateFolder.at(settings.folder);
        Scripts.Places scripts = settings.scripts.in(root);
        DataFolder data = new DataFolder(root, settings.clock);
        Workers workers = cluster == null
                ? new LocalWorkers(python, scripts.worker(), settings.launcher, settings.clock, settings.sleeper)
                : new RayWorkers(cluster.settings(), scripts.worker(), settings.clock);
        Jobs jobs = new Jobs(root, workers, settings.clock);
        KnownModels models =
                new KnownModels(Collections.unmodifiableMap(new LinkedHashMap<>(settings.baseModels)), jobs);
        WorkerRequests requests = new WorkerRequests(
                models, data, new WorkerRequests.Device(settings.device, settings.threads, settings.maxRunningJobs));
        Capabilities capabilities = capabilities(models.bases(), environment != null);
        return new PipelineParts(
                root,
                capabilities,
                data,
                jobs,
                models,
                requests,
                new RequestChecks(capabilities, requests, environment, cluster == null, !settings.checksEnvironment),
                workers,
                new Lookahead(
                        new Previews(root, python, scripts.preview()),
                        requests,
                        models,
                        jobs,
                        () -> !settings.device.equals("cpu") && hasGpu(cluster, environment)),
                new Exports(root, python, scripts.export(), models, settings.threads),
                ModelServers.of(
                        python,
                        scripts.server(),
                        root,
                        settings.startPatience,
                        settings.answerTimeout,
                        settings.clock,
                        settings.sleeper));
    }

    private static boolean hasGpu(@Nullable RayCluster cluster, @Nullable PythonEnvironment environment) {
        return cluster != null
                ? cluster.hasGpu()
                : environment != null && environment.check().device().equals("cuda");
    }

    /** Ends what belongs to this process alone. */
    void close() {
        servers.close();
        workers.close();
    }

    private static Capabilities capabilities(Set<String> baseModels, boolean answers) {
        EnumSet<Verb> verbs = EnumSet.complementOf(EnumSet.of(Verb.LAUNCH, Verb.MODELS));
        if (!answers) {
            verbs.remove(Verb.CHAT);
        }
        Map<String, SettingRange> settings = new LinkedHashMap<>(LoraSettings.ranges());
        settings.put("batch_size", SettingRange.whole(1, MAX_BATCH_SIZE));
        return Capabilities.builder(Faults.PROVIDER)
                .methods(Set.of("supervised", "preference", "kto"))
                .verbs(verbs)
                .baseModels(baseModels)
                .maxEpochs(MAX_EPOCHS)
                .settings(settings)
                .maxSuffixLength(MAX_SUFFIX)
                .build();
    }
}
