package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.classification.Classification;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the results are sliced by.
 *
 * @param name what the slices are values of
 * @param of the slice of a case
 */
record Slicing(String name, Function<TestCase, String> of) {
    private static final int MAX_LABELS = 150;
    private static final int LONGEST_LABEL = 200;

    /** By a label, or by the expected answer where no case has that label and the answers are labels themselves. */
    static Slicing by(String label, Evaluation evaluation) {
        boolean labelled = evaluation.results().stream()
                .anyMatch(result -> result.testCase().metadata().containsKey(label));
        return labelled || labels(evaluation).isEmpty()
                ? new Slicing(label, testCase -> testCase.slice(label))
                : new Slicing("expected", testCase -> testCase.expectedText().strip());
    }

    /** Whether there is more than one slice. */
    public boolean dividesAnything(Evaluation evaluation) {
        return evaluation.results().stream()
                        .map(result -> of.apply(result.testCase()))
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }

    /**
     * The answers by label, where the expected ones look like labels: short, few, and each expected more
     * than once. An answer that is no label of the test set abstains.
     */
    static Optional<Classification> classification(Evaluation evaluation) {
        Set<String> labels = labels(evaluation);
        return labels.isEmpty()
                ? Optional.empty()
                : Optional.of(Classification.of(
                        evaluation, text -> Optional.of(text.strip()).filter(labels::contains)));
    }

    private static Set<String> labels(Evaluation evaluation) {
        Set<String> labels = new HashSet<>();
        for (CaseResult result : evaluation.results()) {
            String expected = result.testCase().expectedText().strip();
            labels.add(expected);
            if (labels.size() > MAX_LABELS || expected.isEmpty() || expected.length() > LONGEST_LABEL) {
                return Set.of();
            }
        }
        return labels.size() < 2 || labels.size() * 2L > evaluation.cases() ? Set.of() : labels;
    }
}
