package dev.finetuning.eval.classification;

import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Expected against predicted labels where a case may have several, or none. All figures are those of scikit-learn
 * for indicator matrices over the same labels, with {@code zero_division=0}: a share of nothing is 0. Immutable.
 */
public final class MultiLabelClassification {
    private final List<LabelScores> cases;
    private final Map<String, LabelScores> labels;

    private MultiLabelClassification(List<LabelScores> cases, Map<String, LabelScores> labels) {
        this.cases = cases;
        this.labels = labels;
    }

    /** Counts as they come in. Not thread-safe. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * An evaluation's answers by their labels. Errors are left out, and so are cases where a call without text is
     * expected, or nothing at all.
     *
     * @param labels which labels a text lists, such as {@code LabelSetMatch::labels}; used on both sides
     */
    public static MultiLabelClassification of(Evaluation evaluation, Function<String, Set<String>> labels) {
        Builder builder = builder();
        for (CaseResult result : evaluation.results()) {
            if (!result.failed() && !result.testCase().expectedText().isBlank()) {
                builder.add(labels.apply(result.testCase().expectedText()), labels.apply(result.text()));
            }
        }
        return builder.build();
    }

    /** How many cases were judged. */
    public long total() {
        return cases.size();
    }

    /** The share of cases whose labels were all predicted and no other, with a mid-P interval. */
    public Estimate subsetAccuracy() {
        return Estimate.share(
                (double)
                        cases.stream().filter(MultiLabelClassification::isExact).count(),
                total());
    }

    private static boolean isExact(LabelScores each) {
        return each.correct() == each.support() && each.correct() == each.predicted();
    }

    /** The share of all pairs of case and label that were decided wrongly; NaN where there is none. */
    public double hammingLoss() {
        double wrong = cases.stream()
                .mapToDouble(each -> (double) each.support() + each.predicted() - 2.0 * each.correct())
                .sum();
        double pairs = (double) total() * labels.size();
        return pairs == 0 ? Double.NaN : wrong / pairs;
    }

    /** Scores by label, in alphabetical order. */
    public Map<String, LabelScores> labels() {
        return labels;
    }

    /** Every pair of case and label counts alike. */
    public AverageScores micro() {
        LabelScores pooled = labels.values().stream().reduce(new LabelScores(0, 0, 0), MultiLabelClassification::plus);
        return new AverageScores(pooled.precision(), pooled.recall(), pooled.f1());
    }

    private static LabelScores plus(LabelScores a, LabelScores b) {
        return new LabelScores(a.support() + b.support(), a.predicted() + b.predicted(), a.correct() + b.correct());
    }

    /** Every label counts alike. */
    public AverageScores macro() {
        return average(labels.values(), scores -> 1);
    }

    /** Every label counts by its cases. */
    public AverageScores weighted() {
        return average(labels.values(), scores -> (double) scores.support());
    }

    /** Every case counts alike: the mean of its own precision, recall and F1. */
    public AverageScores samples() {
        return average(cases, scores -> 1);
    }

    private static AverageScores average(Collection<LabelScores> parts, ToDoubleFunction<LabelScores> weight) {
        double total = parts.stream().mapToDouble(weight).sum();
        return new AverageScores(
                average(parts, weight, total, LabelScores::precision),
                average(parts, weight, total, LabelScores::recall),
                average(parts, weight, total, LabelScores::f1));
    }

    private static double average(
            Collection<LabelScores> parts,
            ToDoubleFunction<LabelScores> weight,
            double total,
            ToDoubleFunction<LabelScores> score) {
        double sum = parts.stream()
                .mapToDouble(each -> weight.applyAsDouble(each) * score.applyAsDouble(each))
                .sum();
        return total == 0 ? 0 : sum / total;
    }

    @Override
    public String toString() {
        return "MultiLabelClassification[" + total() + " cases, " + labels.size() + " labels]";
    }

    /** Collects sets of labels. */
    public static final class Builder {
        private final Set<String> declared = new TreeSet<>();
        private final List<Set<String>> expected = new ArrayList<>();
        private final List<Set<String>> predicted = new ArrayList<>();

        private Builder() {}

        /**
         * Labels that count even where no case has them and none was taken for them; the others are those that occur.
         * They matter to the Hamming loss and to the macro average.
         */
        public Builder labels(Collection<String> known) {
            declared.addAll(known);
            return this;
        }

        /** Adds one case; either set may be empty. */
        public Builder add(Set<String> expectedLabels, Set<String> predictedLabels) {
            expected.add(Set.copyOf(expectedLabels));
            predicted.add(Set.copyOf(predictedLabels));
            return this;
        }

        /** What was added so far. */
        public MultiLabelClassification build() {
            Map<String, LabelScores> byLabel = new LinkedHashMap<>();
            Set<String> names = new TreeSet<>(declared);
            expected.forEach(names::addAll);
            predicted.forEach(names::addAll);
            names.forEach(name -> byLabel.put(name, new LabelScores(0, 0, 0)));
            List<LabelScores> cases = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                Set<String> common = new LinkedHashSet<>(expected.get(i));
                common.retainAll(predicted.get(i));
                cases.add(
                        new LabelScores(expected.get(i).size(), predicted.get(i).size(), common.size()));
                expected.get(i)
                        .forEach(label ->
                                byLabel.merge(label, new LabelScores(1, 0, 0), MultiLabelClassification::plus));
                predicted
                        .get(i)
                        .forEach(label ->
                                byLabel.merge(label, new LabelScores(0, 1, 0), MultiLabelClassification::plus));
                common.forEach(label -> byLabel.merge(label, new LabelScores(0, 0, 1), MultiLabelClassification::plus));
            }
            return new MultiLabelClassification(List.copyOf(cases), Collections.unmodifiableMap(byLabel));
        }
    }
}
