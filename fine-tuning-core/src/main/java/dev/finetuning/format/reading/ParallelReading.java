package dev.finetuning.format.reading;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.internal.threads.OrderedWork;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses records on several threads, does some work on each example there, and hands the results over in
 * order on the caller's, which cuts the source into chunks of neighbouring records.
 *
 * @param <T> what the work makes of an example
 */
final class ParallelReading<T> implements AutoCloseable {
    /** Enough in a chunk for the hand-over to cost little, few enough to stay in a processor's cache. */
    private static final int RECORDS = 256;

    private static final long BYTES = 1 << 17;

    /** The same where a source does not tell its bytes, and records may be large. */
    private static final int RECORDS_OF_UNKNOWN_SIZE = 16;

    private final ExampleFormat format;
    private final Supplier<? extends Function<? super Example, ? extends T>> work;
    private final Consumer<? super T> onMade;
    private final Consumer<? super RejectedRecord> onRejected;
    private final Runnable onEach;
    private final Queue<Function<? super Example, ? extends T>> idle = new ConcurrentLinkedQueue<>();
    private final OrderedWork<List<Parsed<T>>> chunks;
    private @Nullable RuntimeException breakdown;

    /** Not private, so that nothing may leave out what it counts. */
    long touched;

    ParallelReading(
            ExampleFormat format,
            int threads,
            Supplier<? extends Function<? super Example, ? extends T>> work,
            Consumer<? super T> onMade,
            Consumer<? super RejectedRecord> onRejected,
            Runnable onEach) {
        this.format = format;
        this.work = work;
        this.onMade = onMade;
        this.onRejected = onRejected;
        this.onEach = onEach;
        this.chunks = new OrderedWork<>("example-reader", threads, BYTES, this::deliver);
    }

    /** Reads everything; if the source fails, earlier results are delivered first. */
    void run(Records records) {
        long before = records.consumed();
        for (List<ReadResult> chunk = cut(records); !chunk.isEmpty(); chunk = cut(records)) {
            List<ReadResult> next = chunk;
            chunks.add(() -> parse(next), records.consumed() - before);
            before = records.consumed();
        }
        chunks.finish();
        if (breakdown != null) {
            throw breakdown;
        }
    }

    private List<ReadResult> cut(Records records) {
        List<ReadResult> chunk = new ArrayList<>(RECORDS);
        try {
            long end = records.consumed() + BYTES;
            while (breakdown == null && records.consumed() < end && records.hasNext()) {
                chunk.add(records.next());
                if (chunk.size() == (records.consumed() == 0 ? RECORDS_OF_UNKNOWN_SIZE : RECORDS)) {
                    break;
                }
            }
        } catch (RuntimeException e) {
            breakdown = e;
        }
        return chunk;
    }

    /** Parses up to the first record that fails. */
    private List<Parsed<T>> parse(List<ReadResult> records) {
        Function<? super Example, ? extends T> mine = idle.poll();
        Function<? super Example, ? extends T> worker = mine == null ? work.get() : mine;
        List<Parsed<T>> parsed = new ArrayList<>(records.size());
        for (ReadResult result : records) {
            Parsed<T> next = Parsed.of(result, format, worker);
            parsed.add(next);
            if (next.failure() != null) {
                return parsed;
            }
        }
        idle.add(worker);
        return parsed;
    }

    private void deliver(List<Parsed<T>> results) {
        touch(results);
        for (Parsed<T> parsed : results) {
            parsed.deliver(onMade, onRejected);
            onEach.run();
        }
    }

    /**
     * Fetches what a worker has made from its processor's cache: here for many examples at a time, while
     * handing them over would wait for one after the other.
     */
    private void touch(List<Parsed<T>> results) {
        for (Parsed<T> parsed : results) {
            touched += parsed.characters();
        }
    }

    @Override
    public void close() {
        chunks.close();
    }
}
