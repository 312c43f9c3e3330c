package dev.finetuning.quickstart;

import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.mistral.MistralPrices;
import dev.finetuning.mistral.MistralSettings;
import dev.finetuning.mistral.MistralTrainingPipeline;
import dev.finetuning.mistral.checks.MistralChecks;
import dev.finetuning.mistral.checks.MistralSplits;
import dev.finetuning.mistral.tokens.MistralTokenCounter;
import dev.finetuning.openai.OpenAiPrices;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.openai.tokens.OpenAiTokenCounter;
import dev.finetuning.openweights.OpenWeightsPipeline;
import dev.finetuning.quality.Checks;
import dev.finetuning.quickstart.Options.Option;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.PollPace;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who trains, and what comes with that choice.
 *
 * @param pipeline the provider
 * @param baseModel the model to start from
 * @param prices what training costs there
 * @param pace how often to look at a job
 * @param lost what to do about a lost answer
 */
record Provider(TrainingPipeline pipeline, String baseModel, PriceList prices, PollPace pace, LostAnswerPolicy lost)
        implements AutoCloseable {

    private static final String LOCAL = LocalTrainingPipeline.PROVIDER;
    private static final long DEFAULT_SEED = 42;
    private static final String COMMON_ENCODING = "cl100k_base";
    private static final String OPENAI = "openai";
    private static final String MISTRAL = "mistral";
    private static final String OPEN_WEIGHTS = OpenWeightsPipeline.PROVIDER;
    private static final String OPENAI_BASE_MODEL = "gpt-4.1-mini-2025-04-14";
    private static final String MISTRAL_BASE_MODEL = "open-mistral-7b";

    /** The provider that the options name; one that has to be installed first tells its progress. */
    static Provider choose(Options options, Consumer<String> progress) {
        return switch (provider(options)) {
            case LOCAL -> local(options);
            case OPENAI -> openAi(options);
            case MISTRAL -> mistral(options);
            case OPEN_WEIGHTS -> OpenWeights.provider(options, progress);
            default -> throw unknown(options);
        };
    }

    private static String provider(Options options) {
        return options.text(Option.PROVIDER, LOCAL);
    }

    private static UsageException unknown(Options options) {
        return new UsageException(
                "unknown provider " + provider(options) + "; choose local, openai, mistral or open-weights");
    }

    /** Whether training is free: it takes no more than this machine's time. */
    boolean free() {
        return Set.of(LOCAL, OPEN_WEIGHTS).contains(pipeline.capabilities().provider());
    }

    /** The seed that is asked for, and 42 where the provider takes one. */
    Optional<Long> seed(Options options) {
        Optional<Long> asked = options.number(Option.SEED).map(Double::longValue);
        return pipeline.capabilities().provider().equals(MISTRAL) ? asked : Optional.of(asked.orElse(DEFAULT_SEED));
    }

    /** Whether the provider has a rule of its own for how often it sees the data. */
    boolean choosesEpochs() {
        return !pipeline.capabilities().provider().equals(MISTRAL);
    }

    /** How the provider's model sees text; where that is not known, the most common count. */
    static TokenCounter counter(Options options) {
        return switch (provider(options)) {
            case LOCAL -> OpenAiTokenCounter.forEncoding(COMMON_ENCODING);
            case OPEN_WEIGHTS -> {
                OpenWeights.require(options);
                yield OpenAiTokenCounter.forEncoding(COMMON_ENCODING);
            }
            case OPENAI -> openAiCounter(options.text(Option.BASE_MODEL, OPENAI_BASE_MODEL));
            case MISTRAL ->
                options.path(Option.TOKENIZER)
                        .map(MistralTokenCounter::ofFile)
                        .orElseGet(MistralTokenCounter::estimate);
            default -> throw unknown(options);
        };
    }

    private static TokenCounter openAiCounter(String model) {
        try {
            return OpenAiTokenCounter.forModel(model);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--base-model is not a known model of openai: " + e.getMessage(), e);
        }
    }

    /** The checks, with those of the provider. */
    static Checks checks(Options options, Checks checks) {
        return provider(options).equals(MISTRAL) ? checks.with(MistralChecks.conversations()) : checks;
    }

    /** The plan as the provider takes it. */
    static SplitPlan within(Options options, SplitPlan plan) {
        return provider(options).equals(MISTRAL) ? MistralSplits.withinLimits(plan) : plan;
    }

    private static Provider local(Options options) {
        String baseModel = options.text(Option.BASE_MODEL, LocalTrainingPipeline.AUTO);
        return new Provider(
                LocalTrainingPipeline.in(Workspace.folder(options).resolve("local")),
                baseModel,
                PriceList.empty().with(free(baseModel)),
                PollPace.IN_PROCESS,
                LostAnswerPolicy.IN_PROCESS);
    }

    static ModelPrice free(String model) {
        Money nothing = Money.usd("0");
        return ModelPrice.builder(model, LocalDate.of(2026, 11, 1))
                .training(nothing)
                .input(nothing)
                .output(nothing)
                .build();
    }

    private static Provider openAi(Options options) {
        String baseModel = options.text(Option.BASE_MODEL, OPENAI_BASE_MODEL);
        return new Provider(
                new OpenAiTrainingPipeline(
                        fromEnvironment(OpenAiSettings::fromEnvironment).build()),
                baseModel,
                OpenAiPrices.list(),
                PollPace.DEFAULT,
                LostAnswerPolicy.DEFAULT);
    }

    private static Provider mistral(Options options) {
        return new Provider(
                new MistralTrainingPipeline(
                        fromEnvironment(MistralSettings::fromEnvironment).build()),
                options.text(Option.BASE_MODEL, MISTRAL_BASE_MODEL),
                MistralPrices.list(),
                PollPace.DEFAULT,
                LostAnswerPolicy.DEFAULT);
    }

    /**
     * Asks for the first file, as an upload would. A run waits for its provider for as long as that takes, since a
     * job may be under way there; a wrong address or a wrong key shall be told within seconds instead.
     *
     * @throws dev.finetuning.provider.ProviderException naming the address where it cannot be reached
     */
    void requireReachable() {
        try (Stream<TrainingFile> files = pipeline.files().list()) {
            files.limit(1).forEach(file -> {});
        }
    }

    private static <S> S fromEnvironment(Supplier<S> settings) {
        try {
            return settings.get();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new UsageException(
                    "the provider cannot be reached with the settings in the environment: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
