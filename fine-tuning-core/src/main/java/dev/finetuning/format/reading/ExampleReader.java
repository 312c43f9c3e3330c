package dev.finetuning.format.reading;

import dev.finetuning.Progress;
import dev.finetuning.ProgressListener;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads a source as a stream of examples and rejections, in the source's order, one at a time, in bounded
 * memory. All are delivered on the caller's thread. Immutable.
 */
public final class ExampleReader {
    private static final int PROGRESS_EVERY = 1024;

    private final RecordSource source;
    private final ExampleFormat format;
    private final int threads;
    private final ProgressListener progress;
    private final Clock clock;

    private ExampleReader(
            RecordSource source, ExampleFormat format, int threads, ProgressListener progress, Clock clock) {
        this.source = source;
        this.format = format;
        this.threads = threads;
        this.progress = progress;
        this.clock = clock;
    }

    /** A reader that parses on the caller's thread. */
    public static ExampleReader of(RecordSource source, ExampleFormat format) {
        return new ExampleReader(source, format, 1, ProgressListener.none(), Clock.systemUTC());
    }

    /** The source's name. */
    public String name() {
        return source.name();
    }

    /**
     * This reader, parsing on several threads including the caller's. The order is kept. Between them, about 400
     * kilobytes a thread are under way, or one record larger than that.
     *
     * @throws IllegalArgumentException if the number is not from 1 to 64
     */
    public ExampleReader threads(int number) {
        if (number < 1 || number > 64) {
            throw new IllegalArgumentException("threads must be within 1..64: " + number);
        }
        return new ExampleReader(source, format, number, progress, clock);
    }

    /** This reader, reporting progress about every thousand records. */
    public ExampleReader progress(ProgressListener listener, Clock newClock) {
        return new ExampleReader(source, format, threads, listener, newClock);
    }

    /**
     * Reads everything.
     *
     * @throws dev.finetuning.source.UnreadableSourceException if the source as a whole cannot be used
     */
    public void forEach(Consumer<? super Example> onExample, Consumer<? super RejectedRecord> onRejected) {
        this.<Example>forEach(Function::identity, onExample, onRejected);
    }

    /**
     * Reads everything and does some work on each example, on the threads that parse. The results are handed
     * over in the source's order. Whatever the work throws is thrown here, after all that came before; by then,
     * other threads may have worked on some later examples.
     *
     * @param work makes the work of one thread: a function that one thread at a time applies to some of the
     *     examples, and that makes no null
     * @param <T> what the work makes of an example
     * @throws dev.finetuning.source.UnreadableSourceException if the source as a whole cannot be used
     */
    public <T> void forEach(
            Supplier<? extends Function<? super Example, ? extends T>> work,
            Consumer<? super T> onResult,
            Consumer<? super RejectedRecord> onRejected) {
        try (Records records = source.open()) {
            if (!records.columns().isEmpty()) {
                format.checkColumns(source.name(), records.columns());
            }
            Report report = new Report(records);
            if (threads > 1) {
                try (ParallelReading<T> reading =
                        new ParallelReading<>(format, threads, work, onResult, onRejected, report)) {
                    reading.run(records);
                }
            } else {
                Function<? super Example, ? extends T> alone = work.get();
                while (records.hasNext()) {
                    Parsed.<T>of(records.next(), format, alone).deliver(onResult, onRejected);
                    report.run();
                }
            }
            report.tell();
        }
    }

    /** Counts results and tells the listener now and then. */
    private final class Report implements Runnable {
        private final Records records;
        private final Instant begun = clock.instant();
        private int count;

        private Report(Records records) {
            this.records = records;
        }

        @Override
        public void run() {
            if (++count % PROGRESS_EVERY == 0) {
                tell();
            }
        }

        private void tell() {
            progress.onProgress(new Progress(
                    "reading " + source.name(),
                    "bytes",
                    records.consumed(),
                    source.bytes(),
                    Duration.between(begun, clock.instant())));
        }
    }
}
