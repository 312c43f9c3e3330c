package dev.finetuning.schedule;

import dev.finetuning.FineTuningException;
import dev.finetuning.internal.content.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The turns of one work, each planned when the one before is over. */
final class WorkTurns {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    /** An executor does not notice that a machine slept or its clock was set, so the clock is looked at in between. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Place place;
    private final String name;
    private final Schedule schedule;
    private final ScheduledWork work;
    private volatile boolean stopped;
    private volatile @Nullable Future<?> planned;

    /** Where and by which clock the turns are taken, and who hears of failures. */
    record Place(ScheduledExecutorService executor, InstantSource time, BiConsumer<String, Throwable> onFailure) {}

    WorkTurns(Place place, String name, Schedule schedule, ScheduledWork work) {
        this.place = place;
        this.name = name;
        this.schedule = schedule;
        this.work = work;
    }

    void stop() {
        stopped = true;
        Future<?> next = planned;
        if (next != null) {
            next.cancel(false);
        }
    }

    /** Plans the next turn. */
    void plan() {
        try {
            Optional<Instant> next = schedule.next(place.time().instant());
            if (next.isEmpty()) {
                LOG.info("{} is not due any more", OneLine.of(name));
            } else {
                await(next.get());
            }
        } catch (RejectedExecutionException e) {
            LOG.info("{} ends with its executor", OneLine.of(name));
        } catch (RuntimeException e) {
            failed("has a schedule that failed, and is not done again", e);
        }
    }

    private void await(Instant due) {
        Duration left = Duration.between(place.time().instant(), due);
        Duration pause = left.compareTo(LOOK) > 0 ? LOOK : left;
        if (!stopped) {
            planned = place.executor().schedule(() -> turn(due), Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS);
        }
    }

    private void turn(Instant due) {
        if (stopped) {
            return;
        }
        if (place.time().instant().isBefore(due)) {
            await(due);
        } else if (goesOnAfterWork()) {
            plan();
        }
    }

    private boolean goesOnAfterWork() {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.info("{} was interrupted and is not done again", OneLine.of(name));
            return false;
        } catch (Exception | Error e) {
            failed("failed and is done again at its next time", e);
        }
        return true;
    }

    private void failed(String how, Throwable failure) {
        LOG.warn("{} {}: {}", OneLine.of(name), how, OneLine.of(reason(failure)));
        try {
            place.onFailure().accept(name, failure);
        } catch (RuntimeException e) {
            LOG.warn(
                    "a listener to failures failed itself with {}", e.getClass().getName());
        }
    }

    /** A failure's own words where they are ours; of others only the type, as they may quote content. */
    private static String reason(Throwable failure) {
        return failure instanceof FineTuningException known
                ? String.valueOf(known.getMessage())
                : failure.getClass().getName();
    }
}
