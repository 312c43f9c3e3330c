package dev.finetuning.quickstart;

import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.openai.OpenAiPrices;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTokenCounter;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.quickstart.Options.Option;
import dev.finetuning.run.LostSubmission;
import dev.finetuning.training.PollPace;
import dev.finetuning.training.TrainingPipeline;
import java.time.LocalDate;
import java.util.function.Supplier;

/**
 * Who trains, and what comes with that choice.
 *
 * @param pipeline the provider
 * @param baseModel the model to start from
 * @param prices what training costs there
 * @param pace how often to look at a job
 * @param lost what to do about a lost answer
 */
record Host(TrainingPipeline pipeline, String baseModel, PriceList prices, PollPace pace, LostSubmission lost)
        implements AutoCloseable {

    private static final String LOCAL = LocalTrainingPipeline.PROVIDER;
    private static final String OPENAI_BASE_MODEL = "gpt-4.1-mini-2025-04-14";

    static Host choose(Options options) {
        String provider = options.text(Option.PROVIDER, LOCAL);
        return switch (provider) {
            case LOCAL -> local(options);
            case "openai" -> openAi(options);
            default -> throw new UsageException("unknown provider " + provider + "; there are local and openai");
        };
    }

    /** Whether nobody sends a bill. */
    boolean free() {
        return pipeline.capabilities().provider().equals(LOCAL);
    }

    /** How the provider's model sees text; the local one has no tokens, so it gets the most common count. */
    static TokenCounter counter(Options options) {
        return options.text(Option.PROVIDER, LOCAL).equals(LOCAL)
                ? OpenAiTokenCounter.forEncoding("cl100k_base")
                : OpenAiTokenCounter.forModel(options.text(Option.BASE_MODEL, OPENAI_BASE_MODEL));
    }

    private static Host local(Options options) {
        String baseModel = options.text(Option.BASE_MODEL, LocalTrainingPipeline.AUTO);
        return new Host(
                LocalTrainingPipeline.in(Workspace.folder(options).resolve("local")),
                baseModel,
                PriceList.empty().with(free(baseModel)),
                PollPace.IN_PROCESS,
                LostSubmission.IN_PROCESS);
    }

    private static ModelPrice free(String model) {
        Money nothing = Money.usd("0");
        return new ModelPrice(model, LocalDate.of(2026, 11, 1), nothing, nothing, nothing, nothing, nothing, nothing);
    }

    private static Host openAi(Options options) {
        String baseModel = options.text(Option.BASE_MODEL, OPENAI_BASE_MODEL);
        return new Host(
                new OpenAiTrainingPipeline(
                        fromEnvironment(OpenAiSettings::fromEnvironment).build()),
                baseModel,
                OpenAiPrices.list(),
                PollPace.DEFAULT,
                LostSubmission.DEFAULT);
    }

    private static <S> S fromEnvironment(Supplier<S> settings) {
        try {
            return settings.get();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new UsageException("the environment does not say how to reach the provider: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
