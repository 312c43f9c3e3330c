package dev.finetuning.console.shelf;

import dev.finetuning.dataset.PreparationStep;
import dev.finetuning.example.Example;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;

/**
 * How far it has come to make a run's data ready, which goes through a large dataset several times. Ends that where
 * nobody wants it any more. Thread-safe.
 */
public final class Preparation {
    /** How often a large dataset is gone through: to split, count, check, store and name it. */
    private static final int PASSES = 5;

    private static final int ALMOST = 99;

    private final long examples;
    private final LongAdder seen = new LongAdder();
    private volatile boolean unwanted;

    /**
     * The preparation of a run.
     *
     * @param examples how many the dataset has
     */
    public Preparation(long examples) {
        this.examples = examples;
    }

    /** Has whoever looks at the next example stop with a {@link CancellationException}. */
    public void end() {
        unwanted = true;
    }

    /** Whether it was told to end. */
    public boolean ended() {
        return unwanted;
    }

    /** {@code "37 % of 1,000,000 examples"}. */
    public String progress() {
        long share = Math.min(ALMOST, 100 * seen.sum() / Math.max(1, PASSES * examples));
        return "%d %% of %,d examples".formatted(share, examples);
    }

    private void see() {
        if (unwanted) {
            throw new CancellationException("the run is not wanted any more");
        }
        seen.increment();
    }

    /** Counts what passes. */
    PreparationStep counting() {
        return PreparationStep.ofEach(example -> {
            see();
            return Optional.of(example);
        });
    }

    /** Counts what is read. */
    Iterator<Example> counting(Iterator<Example> examples) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return examples.hasNext();
            }

            @Override
            public Example next() {
                see();
                return examples.next();
            }
        };
    }
}
