package dev.finetuning.format.reading;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses batches of records on several threads and hands the results over in order on the caller's, which
 * cuts the batches and, rather than wait for one, parses what no thread has started.
 */
final class OrderedParsing implements AutoCloseable {
    private static final int BATCHES_PER_THREAD = 3;

    /** Enough in a batch for the hand-over to cost little, few enough to stay in a processor's cache. */
    private static final int RECORDS = 256;

    private static final long BYTES = 1 << 17;

    private final ExampleFormat format;
    private final int ahead;
    private final ExecutorService workers;
    private final Deque<RecordBatch> pending = new ArrayDeque<>();
    private @Nullable RuntimeException breakdown;

    /** Not private, so that nothing may leave out what it counts. */
    long touched;

    OrderedParsing(ExampleFormat format, int threads) {
        this.format = format;
        this.ahead = BATCHES_PER_THREAD * threads;
        this.workers = Executors.newFixedThreadPool(threads - 1, task -> {
            Thread thread = new Thread(task, "example-parser");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Reads everything; if the source fails, earlier results are delivered first. */
    void run(
            Records records,
            Consumer<? super Example> onExample,
            Consumer<? super RejectedRecord> onRejected,
            Runnable onEach) {
        while (fill(records)) {
            RecordBatch first = pending.remove();
            first.run();
            help(first);
            List<Parsed> results = first.result();
            touch(results);
            for (Parsed parsed : results) {
                parsed.deliver(onExample, onRejected);
                onEach.run();
            }
        }
        if (breakdown != null) {
            throw breakdown;
        }
    }

    /** Cuts batches up to the number allowed; false once none is left. */
    private boolean fill(Records records) {
        while (pending.size() < ahead) {
            List<ReadResult> next = cut(records);
            if (next.isEmpty()) {
                break;
            }
            RecordBatch batch = new RecordBatch(next, format);
            pending.add(batch);
            workers.execute(batch);
        }
        return !pending.isEmpty();
    }

    private List<ReadResult> cut(Records records) {
        List<ReadResult> batch = new ArrayList<>(RECORDS);
        try {
            long end = records.consumed() + BYTES;
            while (breakdown == null && batch.size() < RECORDS && records.consumed() < end && records.hasNext()) {
                batch.add(records.next());
            }
        } catch (RuntimeException e) {
            breakdown = e;
        }
        return batch;
    }

    /** Parses later batches, oldest first, for as long as a worker is at the one awaited. */
    private void help(RecordBatch awaited) {
        for (RecordBatch later : pending) {
            if (awaited.isDone()) {
                return;
            }
            later.run();
        }
    }

    /**
     * Fetches what a worker has made from its processor's cache: here for many examples at a time, while
     * handing them over would wait for one after the other.
     */
    private void touch(List<Parsed> results) {
        for (Parsed parsed : results) {
            touched += parsed.characters();
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
