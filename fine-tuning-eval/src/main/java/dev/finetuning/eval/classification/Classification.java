package dev.finetuning.eval.classification;

import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Expected and predicted labels. An abstention (no predicted label) counts against accuracy and against the
 * recall of its label, but is not a prediction of any label. Averages are over the labels that were
 * expected or predicted at least once, like in scikit-learn. Immutable.
 */
public final class Classification {
    private final Map<String, Map<String, Long>> counts;
    private final Map<String, Long> abstentions;
    private final Map<String, LabelScores> labels;

    private Classification(Map<String, Map<String, Long>> counts, Map<String, Long> abstentions) {
        this.counts = counts;
        this.abstentions = abstentions;
        Set<String> names = new TreeSet<>(counts.keySet());
        names.addAll(abstentions.keySet());
        counts.values().forEach(row -> names.addAll(row.keySet()));
        Map<String, LabelScores> scores = new LinkedHashMap<>();
        names.forEach(name -> scores.put(name, new LabelScores(support(name), predicted(name), count(name, name))));
        this.labels = Collections.unmodifiableMap(scores);
    }

    /** Starts counting. Not thread-safe. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The labels of an evaluation's answers. Errors are left out, and so are cases without an expected text, such
     * as those where only a tool call is expected.
     *
     * @param label the label named by an answer's text, empty for an abstention: {@code
     *     ChoiceExtraction::extract}, or {@code text -> Optional.of(text.strip())}
     */
    public static Classification of(Evaluation evaluation, Function<String, Optional<String>> label) {
        Builder builder = builder();
        for (CaseResult result : evaluation.results()) {
            if (!result.failed() && !result.testCase().expectedText().isBlank()) {
                builder.add(result.testCase().expectedText().strip(), label.apply(result.text()));
            }
        }
        return builder.build();
    }

    /** How many cases there are. */
    public long total() {
        return labels.values().stream().mapToLong(LabelScores::support).sum();
    }

    /** The share of cases with the right label, with a mid-P interval. */
    public Estimate accuracy() {
        return Estimate.share((double) correct(), total());
    }

    /** How many cases have no predicted label. */
    public long abstentions() {
        return abstentions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many cases of a label have no predicted label. */
    public long abstentions(String expected) {
        return abstentions.getOrDefault(expected, 0L);
    }

    /** Scores by label, in alphabetical order. */
    public Map<String, LabelScores> labels() {
        return labels;
    }

    /** Averages with equal weight for every label. */
    public AverageScores macro() {
        return average(scores -> 1);
    }

    /** Averages with each label weighted by its cases. */
    public AverageScores weighted() {
        return average(scores -> (double) scores.support());
    }

    /** Averages with equal weight for every case; all three equal accuracy if there are no abstentions. */
    public AverageScores micro() {
        long predicted =
                labels.values().stream().mapToLong(LabelScores::predicted).sum();
        LabelScores pooled = new LabelScores(total(), predicted, correct());
        return new AverageScores(pooled.precision(), pooled.recall(), pooled.f1());
    }

    /** How many cases of one label were predicted as another. */
    public long count(String expected, String predicted) {
        return counts.getOrDefault(expected, Map.of()).getOrDefault(predicted, 0L);
    }

    /** The confusion matrix: expected label, then predicted label, then number of cases; zeros are left out. */
    public Map<String, Map<String, Long>> confusion() {
        return counts;
    }

    private long correct() {
        return labels.values().stream().mapToLong(LabelScores::correct).sum();
    }

    private long support(String label) {
        return sum(counts.getOrDefault(label, Map.of())) + abstentions.getOrDefault(label, 0L);
    }

    private long predicted(String label) {
        return counts.values().stream()
                .mapToLong(row -> row.getOrDefault(label, 0L))
                .sum();
    }

    private static long sum(Map<String, Long> row) {
        return row.values().stream().mapToLong(Long::longValue).sum();
    }

    private AverageScores average(ToDoubleFunction<LabelScores> weight) {
        double total = labels.values().stream().mapToDouble(weight).sum();
        return new AverageScores(
                average(weight, total, LabelScores::precision),
                average(weight, total, LabelScores::recall),
                average(weight, total, LabelScores::f1));
    }

    private double average(ToDoubleFunction<LabelScores> weight, double total, ToDoubleFunction<LabelScores> score) {
        double sum = 0;
        for (LabelScores scores : labels.values()) {
            sum += weight.applyAsDouble(scores) * score.applyAsDouble(scores);
        }
        return total == 0 ? 0 : sum / total;
    }

    /** Collects pairs of labels. */
    public static final class Builder {
        private final Map<String, Map<String, Long>> counts = new TreeMap<>();
        private final Map<String, Long> abstentions = new TreeMap<>();

        private Builder() {}

        /** Adds one case. */
        public Builder add(String expected, String predicted) {
            return add(expected, Optional.of(predicted));
        }

        /** Adds one case; an empty prediction is an abstention. */
        public Builder add(String expected, Optional<String> predicted) {
            if (predicted.isPresent()) {
                counts.computeIfAbsent(expected, label -> new TreeMap<>()).merge(predicted.get(), 1L, Long::sum);
            } else {
                abstentions.merge(expected, 1L, Long::sum);
            }
            return this;
        }

        /** The labels added so far. */
        public Classification build() {
            Map<String, Map<String, Long>> copy = new TreeMap<>();
            counts.forEach((label, row) -> copy.put(label, Collections.unmodifiableMap(new TreeMap<>(row))));
            return new Classification(Collections.unmodifiableMap(copy), new TreeMap<>(abstentions));
        }
    }
}
