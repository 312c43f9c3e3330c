package dev.finetuning.quickstart;

import dev.finetuning.cost.PriceList;
import dev.finetuning.openweights.OpenWeightsPipeline;
import dev.finetuning.openweights.OpenWeightsPipelineBuilder;
import dev.finetuning.openweights.PythonEnvironment;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.quickstart.Options.Option;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Training weights that the user has, by a Python environment that the user names or has installed. */
final class OpenWeights {
    private static final Duration PACE = Duration.ofSeconds(1);

    private OpenWeights() {}

    /**
     * Refuses options that cannot lead to a training, before anything is read.
     *
     * @throws UsageException if no environment or no model is named; says what to do
     */
    static void require(Options options) {
        if (!options.has(Option.PYTHON) && !options.has(Option.INSTALL_PYTHON)) {
            throw new UsageException(
                    "--provider open-weights needs a Python environment: --python PLACE for one that has"
                            + " the trainer's packages, or --install-python FOLDER to make one there (several gigabytes)");
        }
        if (!options.has(Option.BASE_MODEL)) {
            throw new UsageException("--provider open-weights needs --base-model with the folder of a model as"
                    + " transformers reads it; one of 270 MB comes by: hf download HuggingFaceTB/SmolLM2-135M-Instruct"
                    + " --local-dir models/smollm2");
        }
    }

    /**
     * The provider.
     *
     * @param progress is told what an installation prints
     * @throws UsageException if the environment lacks packages, or there is no model; says what to do
     */
    static Provider provider(Options options, Consumer<String> progress) {
        require(options);
        Path model = options.path(Option.BASE_MODEL).orElseThrow();
        String name = String.valueOf(model.toAbsolutePath().normalize().getFileName());
        OpenWeightsPipelineBuilder pipeline =
                OpenWeightsPipeline.builder(Workspace.folder(options).resolve("open-weights"));
        try {
            pipeline.baseModel(name, model);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--base-model cannot be used: " + e.getMessage(), e);
        }
        PythonEnvironment python = options.path(Option.INSTALL_PYTHON)
                .map(folder ->
                        PythonEnvironment.installer(folder).progress(progress).install())
                .orElseGet(() -> existing(options.path(Option.PYTHON).orElseThrow()));
        return new Provider(
                pipeline.environment(python).build(),
                name,
                PriceList.empty().with(Provider.free(name)),
                PollPace.every(PACE),
                LostAnswerPolicy.IN_PROCESS);
    }

    private static PythonEnvironment existing(Path place) {
        try {
            PythonEnvironment environment = PythonEnvironment.at(place);
            List<String> missing = environment.check().missing();
            if (!missing.isEmpty()) {
                throw new UsageException("--python lacks what training needs: " + String.join("; ", missing));
            }
            return environment;
        } catch (IllegalArgumentException | ProviderFaultException e) {
            throw new UsageException("--python cannot be used: " + e.getMessage(), e);
        }
    }
}
