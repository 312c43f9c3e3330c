package dev.finetuning.openai.wire;

import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job's result file: CSV with a header, one row a step, cells that may be empty; plain, or the whole of
 * it in Base64, as some providers return it. The columns' names differ between providers and are brought to those
 * of {@link Metrics}.
 */
public final class ResultMetrics {
    private static final int LARGEST = 64 << 20;
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "train_accuracy", Metrics.TRAIN_ACCURACY,
            "valid_accuracy", Metrics.VALID_ACCURACY,
            "validation_loss", Metrics.VALID_LOSS,
            "validation_mean_token_accuracy", Metrics.VALID_ACCURACY,
            "full_validation_loss", Metrics.FULL_VALID_LOSS,
            "full_validation_mean_token_accuracy", Metrics.FULL_VALID_ACCURACY);

    private ResultMetrics() {}

    public static List<Map<String, Double>> read(TrainingFiles files, String fileId) {
        try (InputStream content = files.download(fileId)) {
            return parse(content.readNBytes(LARGEST));
        } catch (IOException e) {
            throw new UncheckedIOException("the result file " + fileId + " did not arrive whole", e);
        }
    }

    /** The steps; rows without any number are left out, a file without a step column has none. */
    public static List<Map<String, Double>> parse(byte[] content) {
        List<String> lines = plain(content).lines().toList();
        if (lines.isEmpty() || !hasStep(lines.get(0))) {
            return List.of();
        }
        String[] columns = cells(lines.get(0));
        List<Map<String, Double>> steps = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            Map<String, Double> step = step(columns, cells(line));
            if (!step.isEmpty()) {
                steps.add(step);
            }
        }
        return steps;
    }

    private static String plain(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8).strip();
        String first = text.lines().findFirst().orElse("");
        if (hasStep(first)) {
            return text;
        }
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static boolean hasStep(String header) {
        return List.of(cells(header)).contains(Metrics.STEP);
    }

    private static String[] cells(String line) {
        String[] cells = line.replace("\uFEFF", "").split(",", -1);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].strip();
        }
        return cells;
    }

    private static Map<String, Double> step(String[] columns, String[] cells) {
        Map<String, Double> step = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(columns.length, cells.length); i++) {
            if (!cells[i].isEmpty()) {
                put(step, OTHER_NAMES.getOrDefault(columns[i], columns[i]), cells[i]);
            }
        }
        return step;
    }

    private static void put(Map<String, Double> step, String name, String cell) {
        try {
            double number = Double.parseDouble(cell);
            if (Double.isFinite(number)) {
                step.put(name, number);
            }
        } catch (NumberFormatException e) {
            // Providers differ in what they put beside numbers; a word is no measurement.
        }
    }
}
