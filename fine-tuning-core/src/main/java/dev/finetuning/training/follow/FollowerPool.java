package dev.finetuning.training.follow;

import dev.finetuning.asking.TokenBucket;
import dev.finetuning.training.follow.WaitResult.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Follows many jobs on few threads. The jobs stand in a queue by the time of their next look; threads
 * start with the first job and end when none is left.
 */
final class FollowerPool implements AutoCloseable {
    private record Entry(Instant due, long order, JobFollower follower, CompletableFuture<WaitResult> result) {}

    private final JobWaiter.Settings settings;
    private final TokenBucket bucket;
    private final int threads;
    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
    private final List<Thread> workers = new ArrayList<>();
    private int busy;
    private long order;
    private boolean closed;

    FollowerPool(JobWaiter.Settings settings, TokenBucket bucket, int threads) {
        this.settings = settings;
        this.bucket = bucket;
        this.threads = threads;
    }

    synchronized CompletableFuture<WaitResult> follow(JobFollower follower) {
        if (closed) {
            throw new IllegalStateException("the waiter is closed");
        }
        CompletableFuture<WaitResult> result = new CompletableFuture<>();
        queue.add(new Entry(settings.clock().instant(), order++, follower, result));
        if (workers.size() < Math.min(threads, queue.size() + busy)) {
            Thread worker = new Thread(this::work, "job-waiter-" + workers.size());
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
        return result;
    }

    private void work() {
        try {
            while (true) {
                Entry entry = takeDue();
                if (entry != null) {
                    look(entry);
                } else if (retired()) {
                    return;
                } else {
                    settings.sleeper().sleep(untilNext());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Entry takeDue() {
        Entry first = queue.peek();
        if (first == null || first.due().isAfter(settings.clock().instant())) {
            return null;
        }
        busy++;
        return queue.poll();
    }

    /** Whether this worker may end: nothing is queued and nothing is being looked at. */
    private synchronized boolean retired() {
        boolean idle = closed || (queue.isEmpty() && busy == 0);
        if (idle) {
            workers.remove(Thread.currentThread());
        }
        return idle;
    }

    private synchronized Duration untilNext() {
        Entry first = queue.peek();
        Duration left = first == null
                ? JobWaiter.SLICE
                : Duration.between(settings.clock().instant(), first.due());
        return left.compareTo(JobWaiter.SLICE) < 0 ? left : JobWaiter.SLICE;
    }

    private void look(Entry entry) throws InterruptedException {
        Entry next = null;
        try {
            if (!entry.result().isDone()) {
                settings.sleeper().sleep(bucket.take(entry.follower().requestsPerLook()));
                next = lookOnce(entry);
            }
        } catch (RuntimeException | Error e) {
            entry.result().completeExceptionally(e);
        } catch (InterruptedException e) {
            interrupted(entry);
            throw e;
        } finally {
            done(next);
        }
    }

    private @Nullable Entry lookOnce(Entry entry) {
        JobFollower.Look look = entry.follower().look();
        Ending ending = look.ending();
        if (ending != null) {
            entry.result().complete(new WaitResult(entry.follower().lastSeen(), ending));
            return null;
        }
        return new Entry(
                settings.clock().instant().plus(look.pause()), entry.order(), entry.follower(), entry.result());
    }

    private synchronized void done(@Nullable Entry next) {
        busy--;
        if (next == null) {
            return;
        }
        if (closed) {
            interrupted(next);
        } else {
            queue.add(next);
        }
    }

    private static void interrupted(Entry entry) {
        entry.result().complete(new WaitResult(entry.follower().lastSeen(), Ending.INTERRUPTED));
    }

    @Override
    public synchronized void close() {
        closed = true;
        workers.forEach(Thread::interrupt);
        queue.forEach(FollowerPool::interrupted);
        queue.clear();
    }
}
