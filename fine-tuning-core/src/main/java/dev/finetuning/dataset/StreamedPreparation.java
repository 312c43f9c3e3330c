package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.ExampleReader;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.source.RejectedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Prepares data larger than memory in one pass: read, steps (checks, redaction), exact duplicates left
 * out, a stable split, write. Memory holds one example, the buffers, and 24 bytes at most for each
 * distinct one. The three files appear together at the end, or not at all. Immutable.
 */
public final class StreamedPreparation {
    private final SplitPlan plan;
    private final ExampleFormat format;
    private final List<Function<Example, Optional<Example>>> steps;
    private final Consumer<? super RejectedRecord> onRejected;

    private StreamedPreparation(
            SplitPlan plan,
            ExampleFormat format,
            List<Function<Example, Optional<Example>>> steps,
            Consumer<? super RejectedRecord> onRejected) {
        this.plan = plan;
        this.format = format;
        this.steps = steps;
        this.onRejected = onRejected;
    }

    /**
     * A preparation that splits by hash and writes that format.
     *
     * @throws IllegalArgumentException if the plan is not stable: others must see everything first
     */
    public static StreamedPreparation of(SplitPlan plan, ExampleFormat format) {
        if (plan.mode != SplitPlan.Mode.STABLE) {
            throw new IllegalArgumentException("only a stable split can be made in one pass: use SplitPlan.stable");
        }
        return new StreamedPreparation(plan, format, List.of(), rejected -> {});
    }

    /** One more step, which may change an example or, by returning empty, leave it out. */
    public StreamedPreparation step(Function<Example, Optional<Example>> step) {
        List<Function<Example, Optional<Example>>> more = new ArrayList<>(steps);
        more.add(step);
        return new StreamedPreparation(plan, format, List.copyOf(more), onRejected);
    }

    /** Where records that cannot be read are told. */
    public StreamedPreparation onRejected(Consumer<? super RejectedRecord> listener) {
        return new StreamedPreparation(plan, format, steps, listener);
    }

    /**
     * Runs it. The three files are written beside their places and moved there one after another at the
     * end; a crash between two moves leaves fewer than three, each of them whole.
     *
     * @return how many examples went where
     * @throws IOException if a file cannot be written; no file is half there then
     */
    public Outcome run(ExampleReader reader, Path train, Path validation, Path test) throws IOException {
        Counter counter = new Counter();
        try {
            AtomicFile.write(
                    test,
                    testOut -> AtomicFile.write(
                            validation,
                            validationOut -> AtomicFile.write(
                                    train, trainOut -> pass(reader, counter, trainOut, validationOut, testOut))));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return counter.outcome();
    }

    private void pass(ExampleReader reader, Counter counter, OutputStream... outs) {
        SeenContent seen = new SeenContent();
        reader.forEach(
                example -> {
                    counter.read++;
                    Optional<Example> kept = Optional.of(example);
                    for (Function<Example, Optional<Example>> step : steps) {
                        kept = kept.flatMap(step);
                    }
                    if (kept.isEmpty()) {
                        counter.dropped++;
                    } else if (!seen.add(kept.get())) {
                        counter.duplicates++;
                    } else {
                        write(kept.get(), counter, outs);
                    }
                },
                rejected -> {
                    counter.rejected++;
                    onRejected.accept(rejected);
                });
    }

    private void write(Example example, Counter counter, OutputStream... outs) {
        int part = Splitter.stablePart(plan, example);
        try {
            format.writeJson(example, outs[part]);
            outs[part].write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        counter.parts[part]++;
    }

    private static final class Counter {
        private long read;
        private long rejected;
        private long dropped;
        private long duplicates;
        private final long[] parts = new long[3];

        Outcome outcome() {
            return new Outcome(read, rejected, dropped, duplicates, parts[0], parts[1], parts[2]);
        }
    }

    /**
     * What became of the records.
     *
     * @param read examples read
     * @param rejected records that could not be read
     * @param dropped examples that a step left out
     * @param duplicates examples whose content had been there before
     * @param train examples written for training
     * @param validation examples written for validation
     * @param test examples written for the test
     */
    public record Outcome(
            long read, long rejected, long dropped, long duplicates, long train, long validation, long test) {}
}
