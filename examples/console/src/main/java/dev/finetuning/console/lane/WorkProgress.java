package dev.finetuning.console.lane;

import dev.finetuning.dataset.PreparationStep;
import dev.finetuning.example.Example;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;

/**
 * How far work has come that goes through a dataset, once or several times. Ends that where nobody wants it any more.
 * Thread-safe.
 */
public final class WorkProgress {
    private static final int ALMOST = 99;

    private final long examples;
    private final int passes;
    private final LongAdder seen = new LongAdder();
    private volatile boolean unwanted;

    /**
     * Work that begins now.
     *
     * @param examples how many the dataset has
     * @param passes how often it is gone through
     */
    public WorkProgress(long examples, int passes) {
        this.examples = examples;
        this.passes = passes;
    }

    /** Work of which nobody sees how far it has come. */
    public static WorkProgress unseen() {
        return new WorkProgress(1, 1);
    }

    /** Has whoever looks at the next example stop with a {@link CancellationException}. */
    public void end() {
        unwanted = true;
    }

    /** Whether it was told to end. */
    public boolean ended() {
        return unwanted;
    }

    /** How much of it is done, in percent, from 0 to 99. */
    public int percent() {
        return (int) Math.min(ALMOST, 100 * seen.sum() / Math.max(1, passes * examples));
    }

    /** {@code "37 % of 1,000,000 examples"}. */
    public String progress() {
        return String.format(Locale.ROOT, "%d %% of %,d examples", percent(), examples);
    }

    private void see() {
        if (unwanted) {
            throw new CancellationException("nobody wants this any more");
        }
        seen.increment();
    }

    /** Counts what passes. */
    public PreparationStep counting() {
        return PreparationStep.ofEach(example -> {
            see();
            return Optional.of(example);
        });
    }

    /** Counts what is read. */
    public Iterator<Example> counting(Iterator<Example> examples) {
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
