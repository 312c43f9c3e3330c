package dev.finetuning.quality.near;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Finds training examples that share runs of words with a test set, like the contamination analyses of
 * language models: a shared run of 13 words is a leak in Brown et al. 2020 (appendix C), 70 % of the runs
 * of 8 words in Chowdhery et al. 2022 (section 8). Instructions (system, developer) do not count, because
 * they are meant to be the same. Immutable and thread-safe.
 */
public final class Overlap {
    private final int width;
    private final double share;
    private final WordRuns runs = new WordRuns();
    private final List<Origin> origins = new ArrayList<>();

    private Overlap(int width, double share) {
        this.width = width;
        this.share = share;
    }

    /** Any shared run of 13 words. */
    public static Overlap with(Iterable<? extends Example> testSet) {
        return with(testSet, 13, 0);
    }

    /**
     * Shared runs of a given length.
     *
     * @param width the words of a run, 1 to 64; texts with fewer words are left to the duplicate checks
     * @param share the share of an example's runs that must also be in the test set, 0 (any) to 1
     * @throws IllegalArgumentException if a number is out of range
     */
    public static Overlap with(Iterable<? extends Example> testSet, int width, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share lies between 0 and 1, not at " + share);
        }
        Overlap overlap = new Overlap(width, share);
        long row = 0;
        for (Example example : testSet) {
            row++;
            int index = overlap.origins.size();
            overlap.origins.add(example.info().provenance().numbered(row).origin());
            overlap.forEach(example, hash -> overlap.runs.put(hash, index));
        }
        return overlap;
    }

    /** A check to run over the training set: {@code leaked_words}. */
    public Check check() {
        return Check.ofEach(this::look);
    }

    private void look(Example example, Consumer<Finding> findings) {
        Set<Long> all = new HashSet<>();
        int[] shared = {0, -1};
        forEach(example, hash -> {
            int test = all.add(hash) ? runs.get(hash) : -1;
            shared[0] += test >= 0 ? 1 : 0;
            shared[1] = shared[1] < 0 ? test : shared[1];
        });
        if (shared[0] > 0 && shared[0] >= share * all.size()) {
            findings.accept(Finding.of(
                    "leaked_words",
                    Severity.WARNING,
                    example.info().provenance().origin(),
                    String.format(
                            Locale.ROOT,
                            "%,d of the example's %,d runs of %d words are also in the test set, the first at %s.",
                            shared[0],
                            all.size(),
                            width,
                            origins.get(shared[1])),
                    "Remove it from the training set, or the evaluation may measure memory."));
        }
    }

    private void forEach(Example example, LongConsumer consumer) {
        Shingles shingles = new Shingles(width);
        Passage.forEach(example, passage -> {
            if (!passage.isBy(Role.SYSTEM) && !passage.isBy(Role.DEVELOPER)) {
                shingles.forEachWhole(passage.text(), consumer);
            }
        });
    }
}
