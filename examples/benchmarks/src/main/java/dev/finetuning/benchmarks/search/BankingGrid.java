package dev.finetuning.benchmarks.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The losses after each epoch of all 1,520 trainings of {@link BankingTrainer} that {@link BankingCell} names, from
 * {@code banking77-grid.csv}. With all of them known, strategies can be compared over hundreds of seeds, and how far
 * each is from the best there is. {@link #main} trains them all again.
 */
final class BankingGrid {
    private static final String FILE = "banking77-grid.csv";

    private final Map<BankingCell, double[]> losses;

    private BankingGrid(Map<BankingCell, double[]> losses) {
        this.losses = losses;
    }

    /** The stored losses. */
    static BankingGrid stored() throws IOException {
        return read(Objects.requireNonNull(BankingGrid.class.getResourceAsStream(FILE)));
    }

    private static BankingGrid read(InputStream file) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            Map<BankingCell, double[]> losses = new LinkedHashMap<>();
            lines.lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .forEach(parts -> losses.put(
                            BankingCell.of(parts),
                            Arrays.stream(parts[4].split(" "))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray()));
            return new BankingGrid(losses);
        }
    }

    /** The losses of a training after each epoch. */
    double[] losses(BankingCell cell) {
        return Objects.requireNonNull(losses.get(cell)).clone();
    }

    /** The loss of a training at its end. */
    double loss(BankingCell cell) {
        double[] all = losses(cell);
        return all[all.length - 1];
    }

    /** Losses as the file has them. */
    static String written(double[] losses) {
        return Arrays.stream(losses)
                .mapToObj(loss -> String.format(Locale.ROOT, "%.4f", loss))
                .collect(Collectors.joining(" "));
    }

    /**
     * Trains all cells that are not in the file yet, and adds them.
     *
     * @param args the file and a folder for what the provider writes
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        if (!Files.exists(file)) {
            Files.writeString(file, "epochs,batch,rate,penalty,losses\n");
        }
        Set<BankingCell> known;
        try (InputStream stored = Files.newInputStream(file)) {
            known = read(stored).losses.keySet();
        }
        try (BankingTrainer trainer = new BankingTrainer(Path.of(args[1]))) {
            for (BankingCell cell : BankingCell.all()) {
                if (!known.contains(cell)) {
                    String losses = written(trainer.losses(cell.hyperparameters()));
                    String line = String.join(",", cell.toString(), losses) + "\n";
                    Files.writeString(file, line, StandardOpenOption.APPEND);
                }
            }
        }
    }
}
