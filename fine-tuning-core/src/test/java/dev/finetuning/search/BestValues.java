package dev.finetuning.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The best values that searches over many seeds have found after {@link #TRIALS} trials, by the name of what they
 * searched. In files a line has the name, the seed, and a value for each number of trials.
 */
public final class BestValues {
    /** After how many trials the best value is taken. */
    public static final List<Integer> TRIALS = List.of(20, 50, 100);

    private final Map<String, List<double[]>> values;

    private BestValues(Map<String, List<double[]>> values) {
        this.values = values;
    }

    /** Those of Optuna 5.0.0 for each of {@link KnownFunctions}; the script beside the file has made them. */
    public static BestValues ofPeerOnKnownFunctions() throws IOException {
        return read(Objects.requireNonNull(BestValues.class.getResourceAsStream("optuna-known-functions.csv")));
    }

    /** Those of a file, which is closed. */
    public static BestValues read(InputStream file) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            Map<String, List<double[]>> values = new LinkedHashMap<>();
            lines.lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .forEach(parts -> values.computeIfAbsent(parts[0], name -> new ArrayList<>())
                            .add(Arrays.stream(parts, 2, parts.length)
                                    .mapToDouble(Double::parseDouble)
                                    .toArray()));
            return new BestValues(values);
        }
    }

    /** The best value of each seed after one of {@link #TRIALS}. */
    public double[] of(String name, int trials) {
        int column = TRIALS.indexOf(trials);
        return Objects.requireNonNull(values.get(name)).stream()
                .mapToDouble(row -> row[column])
                .toArray();
    }
}
