package dev.finetuning.console.work;

import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.quality.Checks;
import dev.finetuning.training.TrainingPipeline;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;

/** Who trains, and what comes with that choice. Immutable. */
public final class ConsoleProvider {
    private static final LocalDate AS_OF = LocalDate.of(2026, 11, 1);

    private final Function<Path, TrainingPipeline> opening;
    private final List<String> baseModels;
    private final PriceList prices;
    private final TokenCounter counter;
    private final Checks checks;

    private ConsoleProvider(
            Function<Path, TrainingPipeline> opening,
            List<String> baseModels,
            PriceList prices,
            TokenCounter counter,
            Checks checks) {
        this.opening = opening;
        this.baseModels = List.copyOf(baseModels);
        this.prices = prices;
        this.counter = counter;
        this.checks = checks;
    }

    /** The provider inside this process, with a folder for each tenant. It costs nothing. */
    public static ConsoleProvider local() {
        List<String> models =
                List.of(LocalTrainingPipeline.AUTO, LocalTrainingPipeline.LINEAR, LocalTrainingPipeline.NEAREST);
        return new ConsoleProvider(
                LocalTrainingPipeline::in, models, free(models), TokenCounters.estimate(), Checks.thorough());
    }

    /**
     * Another provider, shared by all tenants.
     *
     * @param pipeline asks it
     * @param baseModels what may be trained, the usual one first
     * @param prices what it costs
     * @param counter counts tokens as it does
     */
    public static ConsoleProvider shared(
            TrainingPipeline pipeline, List<String> baseModels, PriceList prices, TokenCounter counter) {
        return new ConsoleProvider(folder -> pipeline, baseModels, prices, counter, Checks.thorough());
    }

    /** This provider with checks of its own. */
    public ConsoleProvider checking(Checks others) {
        return new ConsoleProvider(opening, baseModels, prices, counter, others);
    }

    /** A price list in which models cost nothing. */
    public static PriceList free(List<String> models) {
        Money nothing = Money.usd("0");
        PriceList prices = PriceList.empty();
        for (String model : models) {
            prices = prices.with(ModelPrice.builder(model, AS_OF)
                    .training(nothing)
                    .input(nothing)
                    .output(nothing)
                    .build());
        }
        return prices;
    }

    TrainingPipeline open(Path folder) {
        return opening.apply(folder);
    }

    /** What may be trained, the usual one first. */
    public List<String> baseModels() {
        return baseModels;
    }

    /** What it costs. */
    public PriceList prices() {
        return prices;
    }

    /** Counts tokens as the provider does. */
    public TokenCounter counter() {
        return counter;
    }

    /** What data must be like. */
    public Checks checks() {
        return checks;
    }
}
