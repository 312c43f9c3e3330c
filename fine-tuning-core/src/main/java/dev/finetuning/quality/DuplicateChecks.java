package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.quality.internal.duplicates.ExactDuplicates;
import dev.finetuning.quality.internal.duplicates.Leakage;
import dev.finetuning.quality.internal.duplicates.NormalisedDuplicates;
import java.util.List;

/** Checks for examples with the same content, within a dataset and across datasets. */
public final class DuplicateChecks {
    private DuplicateChecks() {}

    /** Finds examples with exactly the content of an earlier one: {@code duplicate_example}. */
    public static Check exact() {
        return new ExactDuplicates();
    }

    /**
     * Finds examples that differ from an earlier one only in case, punctuation, spacing or Unicode form:
     * {@code near_identical_example}. Exact duplicates are left to {@link #exact()}.
     */
    public static Check normalised() {
        return new NormalisedDuplicates();
    }

    /**
     * Finds examples that are also in a test set, exactly ({@code leaked_example}) or apart from case,
     * punctuation and spacing ({@code leaked_normalised}). Run it over the training set.
     */
    public static Check leakedFrom(Iterable<? extends Example> testSet) {
        return Leakage.of(testSet).foundInTraining();
    }

    /** Finds test examples that are also in a training set; each finding names the rows in both. */
    public static List<Finding> leaks(Iterable<? extends Example> trainingSet, Iterable<? extends Example> testSet) {
        return Leakage.of(trainingSet).foundInTest(testSet);
    }
}
