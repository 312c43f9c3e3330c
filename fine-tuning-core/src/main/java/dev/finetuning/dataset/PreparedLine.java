package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.source.RejectedRecord;
import java.util.Optional;
import java.util.function.Function;

/**
 * An example on its way to a file, made without looking at any other: what a preparation on several machines sends
 * about. Of lines with the same {@linkplain #content content}, the first is written, to its {@linkplain #part
 * part}.
 */
public final class PreparedLine {
    private final Rendered rendered;
    private final Split.Part part;
    private final boolean misplaced;

    private PreparedLine(Rendered rendered, Split.Part part, boolean misplaced) {
        this.rendered = rendered;
        this.part = part;
        this.misplaced = misplaced;
    }

    /**
     * Makes the lines of one thread, one after another.
     *
     * @throws IllegalArgumentException if the plan is not stable, or limits the number of validation examples
     */
    public static Function<Example, PreparedLine> making(SplitPlan plan, ExampleFormat format) {
        StreamedPreparation.requireOnePass(plan);
        Rendered.Maker maker = new Rendered.Maker(format);
        Split.Part[] parts = Split.Part.values();
        return example -> {
            Rendered rendered = maker.of(example);
            int part = Splitter.stablePart(plan, example, rendered.trained());
            return new PreparedLine(rendered, parts[part], Splitter.misplaced(plan, example, part));
        };
    }

    /** The SHA-256 that exact duplicates share. Not to be changed. */
    public byte[] content() {
        return rendered.whole();
    }

    /** The SHA-256 of the example's {@link Fingerprint}. Not to be changed. */
    public byte[] fingerprint() {
        return rendered.trained();
    }

    /** Where it belongs. */
    public Split.Part part() {
        return part;
    }

    /** Whether it is left out, because it is synthetic, not in train, and the plan wants that. */
    public boolean misplaced() {
        return misplaced;
    }

    /** The line with its line feed; empty if the format cannot represent the example. Not to be changed. */
    public byte[] line() {
        return rendered.line();
    }

    /**
     * Why the format cannot represent the example, if it cannot.
     *
     * @throws RuntimeException what the format threw, if it was anything else
     */
    public Optional<RejectedRecord> rejection() {
        RuntimeException failure = rendered.failure();
        if (failure instanceof UnwritableExampleException unwritable) {
            return Optional.of(Rendered.rejection(unwritable));
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }
}
