package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.quality.internal.duplicates.ExactDuplicates;
import dev.finetuning.quality.internal.duplicates.Leakage;
import dev.finetuning.quality.internal.duplicates.NormalisedDuplicates;
import java.util.List;

/** Checks for examples that say the same thing, within a dataset and across datasets. */
public final class DuplicateChecks {
    private DuplicateChecks() {}

    /** Examples with exactly the content of an earlier one, named by row: {@code duplicate_example}. */
    public static Check exact() {
        return ExactDuplicates::exact;
    }

    /**
     * Examples that differ from an earlier one only in case, punctuation, spacing or Unicode form: {@code
     * near_identical_example}. Exact duplicates are left to {@link #exact()}.
     */
    public static Check normalised() {
        return NormalisedDuplicates::new;
    }

    /**
     * Examples that also stand in a test set, exactly ({@code leaked_example}) or up to case,
     * punctuation and spacing ({@code leaked_normalised}); run it over the training set.
     */
    public static Check leakedFrom(Iterable<? extends Example> testSet) {
        return Leakage.of(testSet).foundInTraining();
    }

    /** The rows of both sets that hold the same thing, seen from the test set. */
    public static List<Finding> leaks(Iterable<? extends Example> trainingSet, Iterable<? extends Example> testSet) {
        return Leakage.of(trainingSet).foundInTest(testSet);
    }
}
