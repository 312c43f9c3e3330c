package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.source.RejectedRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Prepares data larger than memory in one pass: reads, applies steps (checks, redaction), drops exact
 * duplicates, splits stably, and writes. Parsing, the steps that need no order, digests and lines are made on
 * several threads; the files, and what listeners are told, are the same on any number of them. Memory holds
 * about 400 kilobytes of the source for each thread and what was made of them, or one larger record; and at
 * most 24 bytes per distinct example. A heap of 256 MB is enough for millions. An example that the format
 * cannot represent is rejected like an unreadable record. The three files appear together at the end, or not
 * at all. Immutable.
 */
public final class StreamedPreparation {
    private static final int MOST_THREADS = 64;

    private final SplitPlan plan;
    private final ExampleFormat format;
    private final List<PreparationStep> steps;
    private final Listening listening;
    private final int threads;

    /** Who is told of rejections, and how many are too many. */
    private record Listening(Consumer<? super RejectedRecord> onRejected, RejectLimit limit) {}

    private StreamedPreparation(
            SplitPlan plan, ExampleFormat format, List<PreparationStep> steps, Listening listening, int threads) {
        this.plan = plan;
        this.format = format;
        this.steps = steps;
        this.listening = listening;
        this.threads = threads;
    }

    /**
     * A preparation with a stable split and an output format.
     *
     * @throws IllegalArgumentException if the plan is not stable, or limits the number of validation
     *     examples, which would need all examples first
     */
    public static StreamedPreparation of(SplitPlan plan, ExampleFormat format) {
        requireOnePass(plan);
        Listening listening = new Listening(rejected -> {}, RejectLimit.standard());
        int cores = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        return new StreamedPreparation(plan, format, List.of(), listening, cores);
    }

    static void requireOnePass(SplitPlan plan) {
        if (plan.mode != SplitPlan.Mode.STABLE) {
            throw new IllegalArgumentException("only a stable split can be made in one pass: use SplitPlan.stable");
        }
        if (plan.limits.cap() != null) {
            throw new IllegalArgumentException("the size of validation data cannot be capped in one pass; give"
                    + " validation a smaller ratio instead of a cap");
        }
    }

    /**
     * Adds a step, which may change an example or drop it by returning empty. It sees one example after
     * another in the order of the source, on the thread that runs the preparation, and so do all steps after
     * it; {@link PreparationStep#ofEach} makes one that runs on several threads.
     */
    public StreamedPreparation step(Function<Example, Optional<Example>> step) {
        return step(new OrderedStep(step));
    }

    /** Adds a step that runs on several threads, unless it {@linkplain PreparationStep#needsOrder needs order}. */
    public StreamedPreparation step(PreparationStep step) {
        List<PreparationStep> more = new ArrayList<>(steps);
        more.add(step);
        return new StreamedPreparation(plan, format, List.copyOf(more), listening, threads);
    }

    /**
     * Sets how many threads work, the caller's among them; as many as there are processors by default. What
     * the reader says of threads does not count here.
     *
     * @throws IllegalArgumentException if the number is not from 1 to 64
     */
    public StreamedPreparation threads(int number) {
        if (number < 1 || number > MOST_THREADS) {
            throw new IllegalArgumentException("threads must be within 1.." + MOST_THREADS + ": " + number);
        }
        return new StreamedPreparation(plan, format, steps, listening, number);
    }

    /** Sets who is told of unreadable records and unwritable examples, in the order of the source. */
    public StreamedPreparation onRejected(Consumer<? super RejectedRecord> listener) {
        return new StreamedPreparation(plan, format, steps, new Listening(listener, listening.limit()), threads);
    }

    /** Sets how many rejections are too many; {@link RejectLimit#standard} by default. */
    public StreamedPreparation rejectLimit(RejectLimit newLimit) {
        Listening changed = new Listening(listening.onRejected(), newLimit);
        return new StreamedPreparation(plan, format, steps, changed, threads);
    }

    /**
     * Runs the preparation. The three files are written to temporary files and moved into place one after
     * another at the end. A crash between two moves leaves fewer than three files, each of them complete.
     * When it returns or throws, its threads have ended.
     *
     * @return how many examples went where
     * @throws IOException if a file cannot be written; no incomplete file is left
     * @throws TooManyRejectedException if the limit is exceeded; no file is left
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits for
     *     others; it stays interrupted, and no file is left
     */
    public Outcome run(ExampleReader reader, Path train, Path validation, Path test) throws IOException {
        PreparationPass[] pass = new PreparationPass[1];
        try {
            AtomicFile.write(
                    test,
                    testOut -> AtomicFile.write(
                            validation,
                            validationOut -> AtomicFile.write(train, trainOut -> {
                                pass[0] = new PreparationPass(
                                        plan,
                                        listening.onRejected(),
                                        listening.limit(),
                                        reader.name(),
                                        trainOut,
                                        validationOut,
                                        testOut);
                                go(pass[0], reader.threads(threads));
                            })));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return pass[0].outcome();
    }

    private void go(PreparationPass pass, ExampleReader reader) {
        int early = 0;
        while (early < steps.size() && !steps.get(early).needsOrder()) {
            early++;
        }
        if (early == steps.size()) {
            pass.go(reader, () -> PreparationWork.of(steps, format), null);
        } else {
            List<PreparationStep> free = steps.subList(0, early);
            PreparationWork late = PreparationWork.of(steps.subList(early, steps.size()), format);
            pass.go(reader, () -> PreparationWork.of(free), late);
        }
    }

    /** A function that sees the examples in order. */
    private record OrderedStep(Function<Example, Optional<Example>> step) implements PreparationStep {
        @Override
        public Work begin() {
            return (example, inOrder) -> step.apply(example);
        }

        @Override
        public boolean needsOrder() {
            return true;
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
