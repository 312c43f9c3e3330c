package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.example.internal.ExampleDigest;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.source.RejectedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prepares data larger than memory in one pass: reads, applies steps (checks, redaction), drops exact
 * duplicates, splits stably, and writes. Memory holds one example, the buffers, and at most 24 bytes per
 * distinct example; a heap of 256 MB is enough for millions. An example that the format cannot represent is
 * rejected like an unreadable record. The three files appear together at the end, or not at all. Immutable.
 */
public final class StreamedPreparation {
    private final SplitPlan plan;
    private final ExampleFormat format;
    private final List<Function<Example, Optional<Example>>> steps;
    private final Consumer<? super RejectedRecord> onRejected;
    private final RejectLimit limit;

    private StreamedPreparation(
            SplitPlan plan,
            ExampleFormat format,
            List<Function<Example, Optional<Example>>> steps,
            Consumer<? super RejectedRecord> onRejected,
            RejectLimit limit) {
        this.plan = plan;
        this.format = format;
        this.steps = steps;
        this.onRejected = onRejected;
        this.limit = limit;
    }

    /**
     * A preparation with a stable split and an output format.
     *
     * @throws IllegalArgumentException if the plan is not stable, or limits the number of validation
     *     examples, which would need all examples first
     */
    public static StreamedPreparation of(SplitPlan plan, ExampleFormat format) {
        if (plan.mode != SplitPlan.Mode.STABLE) {
            throw new IllegalArgumentException("only a stable split can be made in one pass: use SplitPlan.stable");
        }
        if (plan.limits.cap() != null) {
            throw new IllegalArgumentException("the size of validation data cannot be capped in one pass; give"
                    + " validation a smaller ratio instead of a cap");
        }
        return new StreamedPreparation(plan, format, List.of(), rejected -> {}, RejectLimit.standard());
    }

    /** Adds a step, which may change an example or drop it by returning empty. */
    public StreamedPreparation step(Function<Example, Optional<Example>> step) {
        List<Function<Example, Optional<Example>>> more = new ArrayList<>(steps);
        more.add(step);
        return new StreamedPreparation(plan, format, List.copyOf(more), onRejected, limit);
    }

    /** Sets who is told of unreadable records and unwritable examples. */
    public StreamedPreparation onRejected(Consumer<? super RejectedRecord> listener) {
        return new StreamedPreparation(plan, format, steps, listener, limit);
    }

    /** Sets how many rejections are too many; {@link RejectLimit#standard} by default. */
    public StreamedPreparation rejectLimit(RejectLimit newLimit) {
        return new StreamedPreparation(plan, format, steps, onRejected, newLimit);
    }

    /**
     * Runs the preparation. The three files are written to temporary files and moved into place one after
     * another at the end. A crash between two moves leaves fewer than three files, each of them complete.
     *
     * @return how many examples went where
     * @throws IOException if a file cannot be written; no incomplete file is left
     * @throws TooManyRejectedException if the limit is exceeded; no file is left
     */
    public Outcome run(ExampleReader reader, Path train, Path validation, Path test) throws IOException {
        Pass[] pass = new Pass[1];
        try {
            AtomicFile.write(
                    test,
                    testOut -> AtomicFile.write(
                            validation,
                            validationOut -> AtomicFile.write(train, trainOut -> {
                                pass[0] = new Pass(reader.name(), trainOut, validationOut, testOut);
                                pass[0].go(reader);
                            })));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return pass[0].outcome();
    }

    /** One run. */
    private final class Pass {
        private final String source;
        private final OutputStream[] outs;
        private final SeenContent seen = new SeenContent();
        private final ExampleDigest digest = new ExampleDigest();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
        private final long[] parts = new long[3];
        private long read;
        private long rejected;
        private long dropped;
        private long duplicates;
        private long unwritable;
        private @Nullable RejectedRecord last;

        private Pass(String source, OutputStream... outs) {
            this.source = source;
            this.outs = outs;
        }

        void go(ExampleReader reader) {
            reader.forEach(this::example, this::reject);
            limit.checkShare(source, rejected, read - unwritable, last);
        }

        private void example(Example example) {
            read++;
            Optional<Example> kept = Optional.of(example);
            for (Function<Example, Optional<Example>> step : steps) {
                kept = kept.flatMap(step);
            }
            if (kept.isEmpty()) {
                dropped++;
                return;
            }
            if (seen.add(digest.whole(kept.get()))) {
                place(kept.get(), Splitter.stablePart(plan, kept.get(), digest.trained(kept.get())));
            } else {
                duplicates++;
            }
        }

        private void place(Example example, int part) {
            if (part != 0
                    && plan.limits.syntheticInTrain()
                    && example.info().provenance().isSynthetic()) {
                dropped++;
            } else {
                write(example, part);
            }
        }

        private void write(Example example, int part) {
            line.reset();
            try {
                format.writeJson(example, line);
                line.write('\n');
                line.writeTo(outs[part]);
                parts[part]++;
            } catch (UnwritableExampleException e) {
                unwritable++;
                reject(RejectedRecord.of(e.origin(), "unwritable", e.reason() + ".", "Choose another format."));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void reject(RejectedRecord rejection) {
            rejected++;
            last = rejection;
            onRejected.accept(rejection);
            limit.checkCount(source, rejected, rejection);
        }

        Outcome outcome() {
            return new Outcome(read, rejected, dropped, duplicates, parts[0], parts[1], parts[2]);
        }
    }

    /**
     * Where the records went.
     *
     * @param read examples read
     * @param rejected records that could not be read, and examples that the format cannot represent
     * @param dropped examples dropped by a step, and synthetic ones that would not be in train although the
     *     plan wants that
     * @param duplicates examples whose content had occurred before
     * @param train examples written for training
     * @param validation examples written for validation
     * @param test examples written for the test
     */
    public record Outcome(
            long read, long rejected, long dropped, long duplicates, long train, long validation, long test) {}
}
