package dev.finetuning.schedule;

import dev.finetuning.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what is due when the test moves the clock, in the test's thread. */
final class ManualExecutor extends ScheduledThreadPoolExecutor {
    private final ManualTime time;
    private final PriorityQueue<Due> waiting =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
    private int number;
    private boolean closed;

    private record Due(Instant at, int number, Runnable command) {}

    ManualExecutor(ManualTime time) {
        super(1);
        this.time = time;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (closed) {
            throw new RejectedExecutionException("shut down");
        }
        waiting.add(new Due(time.instant().plus(Duration.of(delay, unit.toChronoUnit())), number++, command));
        return new NeverAsked();
    }

    /** Moves the clock by so much, from one due command to the next. */
    void pass(Duration duration) {
        Instant end = time.instant().plus(duration);
        while (!waiting.isEmpty() && !waiting.peek().at().isAfter(end)) {
            Due next = waiting.poll();
            advanceTo(next.at());
            next.command().run();
        }
        advanceTo(end);
    }

    private void advanceTo(Instant at) {
        if (at.isAfter(time.instant())) {
            time.advance(Duration.between(time.instant(), at));
        }
    }

    int waiting() {
        return waiting.size();
    }

    @Override
    public List<Runnable> shutdownNow() {
        closed = true;
        return super.shutdownNow();
    }

    /** A future that nobody asks. */
    private static final class NeverAsked extends FutureTask<Void> implements ScheduledFuture<Void> {
        NeverAsked() {
            super(() -> null);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(java.util.concurrent.Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
