package dev.finetuning.openweights;

import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PrivateFolder;
import dev.finetuning.openweights.internal.Scripts;
import dev.finetuning.openweights.internal.job.DataFolder;
import dev.finetuning.openweights.internal.job.Jobs;
import dev.finetuning.openweights.internal.job.KnownModels;
import dev.finetuning.openweights.internal.job.Workers;
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

/** The parts of a pipeline, put together from its settings. */
record PipelineParts(
        Path root,
        Capabilities capabilities,
        DataFolder data,
        Jobs jobs,
        KnownModels models,
        WorkerRequests requests,
        Lookahead lookahead,
        ModelServers servers) {
    private static final int MAX_EPOCHS = 1000;
    private static final int MAX_BATCH_SIZE = 65_536;
    private static final int MAX_SUFFIX = 64;

    static PipelineParts of(PipelineSettings settings, PythonEnvironment environment) throws IOException {
        Path root = PrivateFolder.at(settings.folder);
        Scripts.Places scripts = settings.scripts.in(root);
        DataFolder data = new DataFolder(root, settings.clock);
        Workers workers = new Workers(environment.python(), scripts.worker(), settings.clock, settings.sleeper);
        Jobs jobs = new Jobs(root, workers, settings.clock);
        KnownModels models =
                new KnownModels(Collections.unmodifiableMap(new LinkedHashMap<>(settings.baseModels)), jobs);
        WorkerRequests requests = new WorkerRequests(
                models, data, new WorkerRequests.Device(settings.device, settings.threads, settings.maxRunningJobs));
        return new PipelineParts(
                root,
                capabilities(models.bases()),
                data,
                jobs,
                models,
                requests,
                new Lookahead(
                        new Previews(root, environment.python(), scripts.preview()),
                        requests,
                        models,
                        jobs,
                        () -> !settings.device.equals("cpu")
                                && environment.check().device().equals("cuda")),
                ModelServers.of(
                        environment.python(),
                        scripts.server(),
                        root,
                        settings.startPatience,
                        settings.answerTimeout,
                        settings.clock,
                        settings.sleeper));
    }

    private static Capabilities capabilities(Set<String> baseModels) {
        Map<String, SettingRange> settings = new LinkedHashMap<>(LoraSettings.ranges());
        settings.put("batch_size", SettingRange.whole(1, MAX_BATCH_SIZE));
        return Capabilities.builder(Faults.PROVIDER)
                .methods(Set.of("supervised", "preference", "kto"))
                .verbs(EnumSet.complementOf(EnumSet.of(Verb.LAUNCH, Verb.MODELS)))
                .baseModels(baseModels)
                .maxEpochs(MAX_EPOCHS)
                .settings(settings)
                .maxSuffixLength(MAX_SUFFIX)
                .build();
    }
}
