package dev.finetuning.benchmarks.search;

import dev.finetuning.search.SearchSpace;
import dev.finetuning.search.Settings;
import dev.finetuning.training.Hyperparameters;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * One combination of settings of {@link BankingGrid}, as places on its four axes: passes over the data in powers of 2,
 * examples per step in powers of 4, the learning-rate multiplier in six steps per factor of 10, and the L2 penalty.
 *
 * @param epochs 1 to 4, for 2 to 16 epochs
 * @param batch 0 to 3, for 1 to 64 examples
 * @param rate 0 to 18, for 0.01 to 10
 * @param penalty 0 to 4, for none and for 10⁻⁶ to 10⁻³
 */
record BankingCell(int epochs, int batch, int rate, int penalty) {
    private static final int RATES_PER_FACTOR_OF_10 = 6;
    private static final MathContext THREE_DIGITS = new MathContext(3);

    /** Whole numbers on all axes, so that every strategy searches the same finite space. */
    static SearchSpace space() {
        return SearchSpace.builder()
                .whole("epochs", 1, 4)
                .whole("batch", 0, 3)
                .whole("rate", 0, 18)
                .whole("penalty", 0, 4)
                .build();
    }

    static BankingCell of(Settings settings) {
        return new BankingCell(
                (int) settings.number("epochs"), (int) settings.number("batch"), (int) settings.number("rate"), (int)
                        settings.number("penalty"));
    }

    /** A cell from the first four columns of the file, as {@link #toString} writes them. */
    static BankingCell of(String[] columns) {
        return new BankingCell(
                Integer.parseInt(columns[0]),
                Integer.parseInt(columns[1]),
                Integer.parseInt(columns[2]),
                Integer.parseInt(columns[3]));
    }

    /** All cells, the last axis varying fastest. */
    static List<BankingCell> all() {
        List<BankingCell> all = new ArrayList<>();
        for (int epochs = 1; epochs <= 4; epochs++) {
            for (int batch = 0; batch <= 3; batch++) {
                for (int rate = 0; rate <= 18; rate++) {
                    for (int penalty = 0; penalty <= 4; penalty++) {
                        all.add(new BankingCell(epochs, batch, rate, penalty));
                    }
                }
            }
        }
        return all;
    }

    /** What the provider is asked for. */
    Hyperparameters hyperparameters() {
        double multiplier = new BigDecimal(Math.pow(10, (double) rate / RATES_PER_FACTOR_OF_10 - 2))
                .round(THREE_DIGITS)
                .doubleValue();
        return Hyperparameters.AUTO
                .withEpochs(1 << epochs)
                .withBatchSize(1 << (2 * batch))
                .withLearningRateMultiplier(multiplier)
                .with("l2", penalty == 0 ? 0.0 : Double.parseDouble("1e" + (penalty - 7)));
    }

    /** Its places, separated by commas. */
    @Override
    public String toString() {
        return epochs + "," + batch + "," + rate + "," + penalty;
    }
}
