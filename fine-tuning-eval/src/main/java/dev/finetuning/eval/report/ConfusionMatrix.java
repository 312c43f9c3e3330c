package dev.finetuning.eval.report;

import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which label was expected and which was given. Answers that are no label of the test set are counted
 * under the last column; questions without an answer are not in it.
 */
final class ConfusionMatrix {
    static final String OTHER = "no such label";

    private static final int MOST_LABELS = 150;
    private static final int LONGEST_LABEL = 200;

    private final List<String> labels;
    private final int[][] counts;

    private ConfusionMatrix(List<String> labels, int[][] counts) {
        this.labels = labels;
        this.counts = counts;
    }

    /** The matrix, where the expected answers look like labels: short, few, and each expected more than once. */
    static Optional<ConfusionMatrix> of(Evaluation evaluation) {
        TreeSet<String> labels = new TreeSet<>();
        for (CaseResult result : evaluation.results()) {
            String expected = result.testCase().expectedText();
            labels.add(expected);
            if (labels.size() > MOST_LABELS || expected.isEmpty() || expected.length() > LONGEST_LABEL) {
                return Optional.empty();
            }
        }
        if (labels.size() < 2 || labels.size() * 2L > evaluation.cases()) {
            return Optional.empty();
        }
        return Optional.of(count(evaluation, new ArrayList<>(labels)));
    }

    private static ConfusionMatrix count(Evaluation evaluation, List<String> labels) {
        Map<String, Integer> places = new LinkedHashMap<>();
        labels.forEach(label -> places.put(label, places.size()));
        int[][] counts = new int[labels.size()][labels.size() + 1];
        for (CaseResult result : evaluation.results()) {
            Integer row = places.get(result.testCase().expectedText());
            if (row != null && !result.failed()) {
                counts[row][places.getOrDefault(result.text().strip(), labels.size())]++;
            }
        }
        return new ConfusionMatrix(labels, counts);
    }

    List<String> labels() {
        return labels;
    }

    /** How often a label was given where another was expected; the column after the last label is {@link #OTHER}. */
    int count(int expected, int given) {
        return counts[expected][given];
    }

    int expected(int label) {
        return Arrays.stream(counts[label]).sum();
    }

    int given(int label) {
        return Arrays.stream(counts).mapToInt(row -> row[label]).sum();
    }

    double accuracy() {
        int right = 0;
        int all = 0;
        for (int i = 0; i < counts.length; i++) {
            right += counts[i][i];
            all += expected(i);
        }
        return all == 0 ? Double.NaN : (double) right / all;
    }

    double precision(int label) {
        return given(label) == 0 ? Double.NaN : (double) counts[label][label] / given(label);
    }

    double recall(int label) {
        return expected(label) == 0 ? Double.NaN : (double) counts[label][label] / expected(label);
    }

    /** 2tp / (expected + given); 0 for a label that was expected and never given right. */
    double f1(int label) {
        int both = expected(label) + given(label);
        return both == 0 ? Double.NaN : 2.0 * counts[label][label] / both;
    }

    /** The unweighted mean of F1 over all labels that were expected or given. */
    double macroF1() {
        return java.util.stream.IntStream.range(0, labels.size())
                .mapToDouble(this::f1)
                .filter(f1 -> !Double.isNaN(f1))
                .average()
                .orElse(Double.NaN);
    }

    /** The most frequent confusions, most frequent first. */
    List<Confusion> worst(int limit) {
        List<Confusion> confusions = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                if (i != j && counts[i][j] > 0) {
                    String given = j < labels.size() ? labels.get(j) : OTHER;
                    confusions.add(new Confusion(labels.get(i), given, counts[i][j]));
                }
            }
        }
        confusions.sort((a, b) -> Integer.compare(b.count(), a.count()));
        return confusions.subList(0, Math.min(limit, confusions.size()));
    }

    /** One label taken for another. */
    record Confusion(String expected, String given, int count) {}
}
