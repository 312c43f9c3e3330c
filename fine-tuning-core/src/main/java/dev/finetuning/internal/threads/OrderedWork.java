package dev.finetuning.internal.threads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Does pieces of work on several threads, one of them the caller's, and hands their results over on the
 * caller's in the order in which the pieces were added. What is under way is limited in bytes and in
 * pieces: where the limit is reached, adding a piece first hands over the oldest. Rather than wait for
 * another thread, the caller does what no thread has started. Used by one thread.
 *
 * @param <R> the result of a piece
 */
public final class OrderedWork<R> implements AutoCloseable {
    private static final int PIECES_PER_THREAD = 3;

    private final Consumer<? super R> results;
    private final int mostPieces;
    private final long mostBytes;
    private final ExecutorService workers;
    private final List<Thread> started = new ArrayList<>();
    private final Deque<Piece<R>> underWay = new ArrayDeque<>();
    private long bytes;

    /** Work that any thread does once, and how many bytes it keeps in memory. */
    private static final class Piece<R> extends FutureTask<R> {
        private final long bytes;

        Piece(Callable<R> work, long bytes) {
            super(work);
            this.bytes = bytes;
        }
    }

    /**
     * Starts the threads.
     *
     * @param name what they are called
     * @param threads how many work, the caller's among them; at least 2
     * @param pieceBytes the usual size of a piece in bytes; three for each thread may be under way
     * @param results receives the results on the thread that adds the pieces
     */
    public OrderedWork(String name, int threads, long pieceBytes, Consumer<? super R> results) {
        this.results = results;
        this.mostPieces = PIECES_PER_THREAD * threads;
        this.mostBytes = mostPieces * pieceBytes;
        this.workers = Executors.newFixedThreadPool(threads - 1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            started.add(thread);
            return thread;
        });
    }

    /**
     * Adds a piece; before that, hands over earlier results as long as it would be too much. A piece above
     * the limit is worked on alone.
     *
     * @throws CancellationException if the thread is interrupted while it waits for a result
     */
    public void add(Callable<R> work, long size) {
        while (!underWay.isEmpty() && (underWay.size() == mostPieces || bytes + size > mostBytes)) {
            handOver();
        }
        Piece<R> piece = new Piece<>(work, size);
        bytes += size;
        underWay.add(piece);
        workers.execute(piece);
    }

    /**
     * Hands over all results that are left.
     *
     * @throws CancellationException if the thread is interrupted while it waits for a result
     */
    public void finish() {
        while (!underWay.isEmpty()) {
            handOver();
        }
    }

    private void handOver() {
        Piece<R> oldest = underWay.remove();
        oldest.run();
        help(oldest);
        bytes -= oldest.bytes;
        results.accept(result(oldest));
    }

    /** Does later pieces, oldest first, for as long as a worker is at the one awaited. */
    private void help(Piece<R> awaited) {
        for (Piece<R> later : underWay) {
            if (awaited.isDone()) {
                return;
            }
            later.run();
        }
    }

    private static <R> R result(Piece<R> piece) {
        try {
            return piece.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while others worked");
        } catch (ExecutionException e) {
            throw CarriedFailure.thrown(e.getCause());
        }
    }

    /** Drops what no thread has started, interrupts the others' work, and waits until their threads have ended. */
    @Override
    public void close() {
        workers.shutdownNow();
        boolean interrupted = false;
        for (Thread thread : started) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
