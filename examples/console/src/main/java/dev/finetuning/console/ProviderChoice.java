package dev.finetuning.console;

import dev.finetuning.Secret;
import dev.finetuning.console.ConsoleOptions.Option;
import dev.finetuning.console.work.ConsoleProvider;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.mistral.MistralPrices;
import dev.finetuning.mistral.MistralSettings;
import dev.finetuning.mistral.MistralTrainingPipeline;
import dev.finetuning.mistral.checks.MistralChecks;
import dev.finetuning.mistral.tokens.MistralTokenCounter;
import dev.finetuning.openai.OpenAiPrices;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.openai.tokens.OpenAiTokenCounter;
import dev.finetuning.openweights.OpenWeightsPipeline;
import dev.finetuning.openweights.OpenWeightsPipelineBuilder;
import dev.finetuning.openweights.PythonEnvironment;
import dev.finetuning.quality.Checks;
import dev.finetuning.training.TrainingPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who trains, by the options. */
final class ProviderChoice {
    private static final String OPENAI = "openai";
    private static final String MISTRAL = "mistral";
    private static final String OPEN_WEIGHTS = "open-weights";

    private ProviderChoice() {}

    static ConsoleProvider of(ConsoleOptions options) {
        return switch (options.text(Option.PROVIDER)) {
            case LocalTrainingPipeline.PROVIDER -> ConsoleProvider.local();
            case OPENAI -> openAi(options);
            case MISTRAL -> mistral(options);
            case OPEN_WEIGHTS -> openWeights(options);
            default -> custom(options);
        };
    }

    private static ConsoleProvider openAi(ConsoleOptions options) {
        List<String> models = models(options, "gpt-4.1-mini-2025-04-14");
        TrainingPipeline pipeline =
                new OpenAiTrainingPipeline(OpenAiSettings.fromEnvironment().build());
        TokenCounter counter = OpenAiTokenCounter.forModel(models.get(0));
        return ConsoleProvider.shared(pipeline, models, OpenAiPrices.list(), counter);
    }

    private static ConsoleProvider mistral(ConsoleOptions options) {
        TrainingPipeline pipeline =
                new MistralTrainingPipeline(MistralSettings.fromEnvironment().build());
        return ConsoleProvider.shared(
                        pipeline,
                        models(options, "open-mistral-7b"),
                        MistralPrices.list(),
                        MistralTokenCounter.estimate())
                .checking(Checks.thorough().with(MistralChecks.conversations()));
    }

    private static ConsoleProvider custom(ConsoleOptions options) {
        String url = options.optional(Option.BASE_URL)
                .orElseThrow(() -> new IllegalArgumentException("a host with OpenAI's API needs --base-url"));
        Secret key = Secret.fromEnvironment("PROVIDER_API_KEY");
        TrainingPipeline pipeline = new OpenAiTrainingPipeline(
                OpenAiSettings.custom(options.text(Option.PROVIDER), url, key).build());
        return ConsoleProvider.shared(pipeline, models(options, ""), PriceList.empty(), TokenCounters.estimate());
    }

    private static ConsoleProvider openWeights(ConsoleOptions options) {
        Path python = Path.of(options.optional(Option.PYTHON)
                .orElseThrow(() -> new IllegalArgumentException("open-weights needs --python")));
        OpenWeightsPipelineBuilder builder = OpenWeightsPipeline.builder(
                        options.path(Option.DATA).resolve("open-weights"))
                .environment(PythonEnvironment.at(python));
        List<String> names = new ArrayList<>();
        for (String model : models(options, "")) {
            String[] parts = model.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("--base-models for open-weights are NAME=FOLDER");
            }
            builder.baseModel(parts[0], Path.of(parts[1]));
            names.add(parts[0]);
        }
        return ConsoleProvider.shared(builder.build(), names, ConsoleProvider.free(names), TokenCounters.estimate());
    }

    private static List<String> models(ConsoleOptions options, String usual) {
        List<String> given = options.list(Option.BASE_MODELS);
        if (given.isEmpty() && usual.isEmpty()) {
            throw new IllegalArgumentException("this provider needs --base-models");
        }
        return given.isEmpty() ? List.of(usual) : given;
    }
}
