package dev.finetuning.benchmarks.search;

import dev.finetuning.benchmarks.Area;
import dev.finetuning.benchmarks.Folders;
import dev.finetuning.benchmarks.MedianRatio;
import dev.finetuning.search.BestValues;
import dev.finetuning.search.KnownFunctions;
import dev.finetuning.search.SearchStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * TPE against Optuna 5.0.0's on public functions and on {@link BankingGrid}, and the money that successive halving saves
 * on that grid. What Optuna has found is stored, with the scripts that find it again.
 *
 * <p>A ratio is Optuna's median distance from the optimum over ours, on the grid its median loss over ours. Beside it, on the error stream, stand its 95 %
 * bootstrap interval and how far our median of the best values is above Optuna's, as a share of it.
 */
public final class SearchArea implements Area {
    private static final int SEEDS = 300;
    private static final int RETRAINED = 12;
    private static final int FEW_SEEDS = 30;
    private static final double BAR = 0.05;

    /** The area. */
    public SearchArea() {}

    @Override
    public String name() {
        return "search";
    }

    @Override
    public Map<String, Double> ratios() throws IOException, InterruptedException {
        BankingGrid grid = BankingGrid.stored();
        Map<String, Double> ratios = new LinkedHashMap<>();
        BestValues theirs = BestValues.ofPeerOnKnownFunctions();
        for (KnownFunctions function : KnownFunctions.values()) {
            Searches searches = new Searches(function.space(), function::at);
            compare(function.key(), searches, theirs, function.minimum(), ratios);
        }
        System.err.printf(
                Locale.ROOT,
                "of %d seeds Optuna against itself is more than %.0f %% worse in %.1f of these cells%n",
                FEW_SEEDS,
                100 * BAR,
                missesOfPeerItself(theirs));
        Searches searches = new Searches(BankingCell.space(), settings -> grid.loss(BankingCell.of(settings)));
        compare("banking77", searches, optunaOnBanking(), 0, ratios);
        ratios.put("search.banking77_cells_as_stored", retrained(grid));
        ratios.putAll(new HalvingSavings(grid).ratios());
        return ratios;
    }

    private static double missesOfPeerItself(BestValues theirs) {
        double sum = 0;
        for (KnownFunctions function : KnownFunctions.values()) {
            for (int trials : BestValues.TRIALS) {
                double[] values = theirs.of(function.key(), trials);
                sum += new MedianRatio(values, values).peerMissesItself(FEW_SEEDS, BAR);
            }
        }
        return sum;
    }

    private static BestValues optunaOnBanking() throws IOException {
        return BestValues.read(
                Objects.requireNonNull(SearchArea.class.getResourceAsStream("optuna-banking77-grid.csv")));
    }

    private static void compare(
            String name, Searches searches, BestValues theirs, double optimum, Map<String, Double> ratios) {
        List<double[]> ours = searches.best(SearchStrategy.tpe(), SEEDS);
        List<double[]> random = searches.best(SearchStrategy.random(), SEEDS);
        for (int i = 0; i < BestValues.TRIALS.size(); i++) {
            int trials = BestValues.TRIALS.get(i);
            int column = i;
            MedianRatio ratio = new MedianRatio(
                    theirs.of(name, trials),
                    ours.stream().mapToDouble(row -> row[column]).toArray());
            double chance = MedianRatio.median(
                    random.stream().mapToDouble(row -> row[column]).toArray());
            ratios.put("search." + name + "_after_" + trials, ratio.ofDistances(optimum));
            System.err.printf(
                    Locale.ROOT,
                    "%s after %d: medians %.6g (%d seeds) against Optuna's %.6g (%d), random %.6g; "
                            + "distance ratio %.3f (%s), value %+.2f %% (%s)%n",
                    name,
                    trials,
                    ratio.ours(),
                    SEEDS,
                    ratio.theirs(),
                    theirs.of(name, trials).length,
                    chance,
                    ratio.ofDistances(optimum),
                    ratio.interval(each -> each.ofDistances(optimum), "%.3f to %.3f"),
                    100 * ratio.excess(),
                    ratio.interval(each -> 100 * each.excess(), "%+.2f to %+.2f"));
        }
    }

    /** The share of some cells, trained again now, whose losses are exactly those of the file. */
    private static double retrained(BankingGrid grid) throws IOException {
        Path folder = Files.createTempDirectory("search-bench");
        List<BankingCell> all = BankingCell.all();
        SplittableRandom random = new SplittableRandom(1);
        int equal = 0;
        try (BankingTrainer trainer = new BankingTrainer(folder)) {
            for (int i = 0; i < RETRAINED; i++) {
                BankingCell cell = all.get(random.nextInt(all.size()));
                String now = BankingGrid.written(trainer.losses(cell.hyperparameters()));
                equal += now.equals(BankingGrid.written(grid.losses(cell))) ? 1 : 0;
            }
        } finally {
            Folders.delete(folder);
        }
        return (double) equal / RETRAINED;
    }
}
