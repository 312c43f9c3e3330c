package dev.finetuning.format;

import dev.finetuning.example.Example;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Parses batches of records on several threads and hands the results over in order on the caller's,
 * which cuts the batches and parses whatever nobody has begun when its turn comes.
 */
final class OrderedParsing implements AutoCloseable {
    private static final int BATCH = 128;

    private final ExampleFormat format;
    private final int ahead;
    private final ExecutorService workers;
    private final Deque<FutureTask<List<Parsed>>> pending = new ArrayDeque<>();

    OrderedParsing(ExampleFormat format, int threads) {
        this.format = format;
        this.ahead = 2 * threads;
        this.workers = Executors.newFixedThreadPool(threads - 1, task -> {
            Thread thread = new Thread(task, "example-parser");
            thread.setDaemon(true);
            return thread;
        });
    }

    void run(
            Records records,
            Consumer<? super Example> onExample,
            Consumer<? super RejectedRecord> onRejected,
            Runnable onEach) {
        while (records.hasNext() || !pending.isEmpty()) {
            while (pending.size() < ahead && records.hasNext()) {
                submit(batch(records));
            }
            FutureTask<List<Parsed>> first = pending.remove();
            // does nothing if a worker has it already
            first.run();
            for (Parsed parsed : result(first)) {
                parsed.deliver(onExample, onRejected);
                onEach.run();
            }
        }
    }

    private void submit(List<ReadResult> batch) {
        FutureTask<List<Parsed>> task = new FutureTask<>(() -> parse(batch));
        pending.add(task);
        workers.execute(task);
    }

    private List<Parsed> parse(List<ReadResult> batch) {
        List<Parsed> parsed = new ArrayList<>(batch.size());
        batch.forEach(result -> parsed.add(Parsed.of(result, format)));
        return parsed;
    }

    private static List<ReadResult> batch(Records records) {
        List<ReadResult> batch = new ArrayList<>(BATCH);
        while (batch.size() < BATCH && records.hasNext()) {
            batch.add(records.next());
        }
        return batch;
    }

    private static List<Parsed> result(FutureTask<List<Parsed>> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while reading");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("parsing failed", e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
