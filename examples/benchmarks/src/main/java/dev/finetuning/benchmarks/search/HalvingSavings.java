package dev.finetuning.benchmarks.search;

import dev.finetuning.benchmarks.Folders;
import dev.finetuning.benchmarks.MedianRatio;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.search.CurvePipeline;
import dev.finetuning.search.HyperparameterSearch;
import dev.finetuning.search.SearchResult;
import dev.finetuning.search.SearchSpace;
import dev.finetuning.search.SearchStrategy;
import dev.finetuning.search.Settings;
import dev.finetuning.search.SuccessiveHalving;
import dev.finetuning.search.Trial;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.follow.PollPace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What successive halving saves: whole searches by runs over a provider that shows the losses of {@link BankingGrid}
 * epoch by epoch and bills an epoch a dollar, against the same trials trained to their ends. Random settings, one trial
 * after the other.
 */
final class HalvingSavings {
    private static final int SEEDS = 30;
    private static final List<Integer> TRIALS = List.of(32, 64);
    private static final SearchSpace ALL_LONG = SearchSpace.builder()
            .fixed("epochs", 4)
            .whole("batch", 0, 3)
            .whole("rate", 0, 18)
            .whole("penalty", 0, 4)
            .build();

    private final BankingGrid grid;
    private final Map<List<Double>, double[]> curves = new HashMap<>();

    HalvingSavings(BankingGrid grid) {
        this.grid = grid;
        BankingCell.all().forEach(cell -> curves.put(numbers(cell.hyperparameters()), grid.losses(cell)));
    }

    /** The settings as numbers: what was stored and read again is of another kind of number. */
    private static List<Double> numbers(Hyperparameters settings) {
        return List.of(
                settings.epochs().orElse(0),
                settings.batchSize().orElse(0),
                settings.learningRateMultiplier().orElse(0),
                ((Number) Objects.requireNonNull(settings.others().get("l2"))).doubleValue());
    }

    /** How many times as much all trials to their ends cost, and their best loss over the winner's, in the median. */
    Map<String, Double> ratios() throws IOException, InterruptedException {
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (int trials : TRIALS) {
            ratios.putAll(ratios("2_to_16_epochs", BankingCell.space(), trials));
            ratios.putAll(ratios("16_epochs", ALL_LONG, trials));
        }
        return ratios;
    }

    private Map<String, Double> ratios(String what, SearchSpace space, int trials)
            throws IOException, InterruptedException {
        List<Saving> savings = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            savings.add(saving(searched(space, trials, seed)));
        }
        System.err.printf(
                Locale.ROOT,
                "successive halving, %d trials of %s: %.1f %% of the money (%.1f to %.1f), winner's loss %+.2f %% in the "
                        + "median, %+.2f %% at worst, the same winner in %.0f of %d; for this money, trials to their "
                        + "ends find a loss %+.2f %% above the best%n",
                trials,
                what.replace('_', ' '),
                100 * median(savings, Saving::share),
                100 * savings.stream().mapToDouble(Saving::share).min().orElseThrow(),
                100 * savings.stream().mapToDouble(Saving::share).max().orElseThrow(),
                100 * median(savings, Saving::lossAdded),
                100 * savings.stream().mapToDouble(Saving::lossAdded).max().orElseThrow(),
                savings.stream()
                        .mapToDouble(each -> each.lossAdded() == 0 ? 1 : 0)
                        .sum(),
                SEEDS,
                100 * median(savings, Saving::lossAddedForTheSameMoney));
        String name = "search.halving_" + trials + "_trials_of_" + what;
        Map<String, Double> ratios = new LinkedHashMap<>();
        ratios.put(name + "_money", 1 / median(savings, Saving::share));
        ratios.put(name + "_loss", 1 / (1 + median(savings, Saving::lossAdded)));
        return ratios;
    }

    /**
     * What one search saved.
     *
     * @param share what it cost over what all trials to their ends cost
     * @param lossAdded how far the winner's loss is above the best of all trials at their ends, as a share of it
     * @param lossAddedForTheSameMoney the same of as many trials, from the first on, as can be trained to their ends
     *     for what the search cost
     */
    private record Saving(double share, double lossAdded, double lossAddedForTheSameMoney) {}

    private Saving saving(SearchResult result) {
        double spent = result.spent().orElseThrow().amount().doubleValue();
        double full = 0;
        double best = Double.POSITIVE_INFINITY;
        double bestForTheSameMoney = Double.POSITIVE_INFINITY;
        for (Trial trial : result.trials()) {
            BankingCell cell = BankingCell.of(trial.settings());
            full += grid.losses(cell).length;
            best = Math.min(best, grid.loss(cell));
            bestForTheSameMoney = full <= spent ? best : bestForTheSameMoney;
        }
        double winner = result.winner().orElseThrow().value().getAsDouble();
        return new Saving(spent / full, winner / best - 1, bestForTheSameMoney / best - 1);
    }

    private static double median(List<Saving> savings, ToDoubleFunction<Saving> of) {
        return MedianRatio.median(savings.stream().mapToDouble(of).toArray());
    }

    private SearchResult searched(SearchSpace space, int trials, long seed) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("halving-bench");
        ManualTime time = ManualTime.create();
        InMemoryJournal journal = new InMemoryJournal();
        CurvePipeline provider = new CurvePipeline(
                time, (settings, epoch) -> Objects.requireNonNull(curves.get(numbers(settings)))[epoch - 1]);
        FineTuningRuns runs = FineTuningRuns.builder(journal, folder, provider, JournaledModelRegistry.open(journal))
                .clock(time)
                .sleeper(time)
                .pace(PollPace.every(Duration.ofSeconds(20)))
                .build();
        try {
            return HyperparameterSearch.builder("halving", journal, runs)
                    .space(space)
                    .strategy(SearchStrategy.random())
                    .plan(HalvingSavings::plan)
                    .trials(trials)
                    .seed(seed)
                    .stopping(SuccessiveHalving.byEpochs(1))
                    .clock(time)
                    .build()
                    .run();
        } finally {
            Folders.delete(folder);
        }
    }

    private static RunPlan.Builder plan(Settings settings) {
        BankingCell cell = BankingCell.of(settings);
        ModelPrice price = ModelPrice.builder("base", LocalDate.of(2026, 11, 1))
                .training(Money.usd("1000"))
                .build();
        TokenStatistics tokens = new TokenStatistics(
                1, new TokenCount(CurvePipeline.TOKENS_PER_EPOCH, 0, 0), Map.of(), 1, 1, 1, 1, "exact", true);
        return RunPlan.builder("banking77", "base", examples("train"))
                .validation(examples("validation"))
                .request(request -> request.hyperparameters(cell.hyperparameters()))
                .cost(new CostEstimate("base", tokens, 1 << cell.epochs(), Optional.of(price)));
    }

    /** As few as a run takes: the losses are known beforehand. */
    private static List<Example> examples(String part) {
        return IntStream.range(0, 10)
                .mapToObj(i -> (Example) ChatExample.of(
                        Message.user("A question to " + part + " " + i), Message.assistant("answer " + i)))
                .toList();
    }
}
