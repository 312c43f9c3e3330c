package dev.finetuning.training.follow;

import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One job and its events, looked at by a pace. Thread-safe. */
final class PacedJob {
    private final PollPace pace;
    private final InstantSource time;
    private final AtomicInteger quietLooks = new AtomicInteger();
    private final Look<TrainingJob> job;
    private final Look<List<TrainingEvent>> events;

    PacedJob(TrainingPipeline pipeline, String jobId, PollPace pace, InstantSource time) {
        this.pace = pace;
        this.time = time;
        job = new Look<>(
                () -> pipeline.job(jobId), (before, now) -> before.status().equals(now.status()));
        events = new Look<>(() -> pipeline.events(jobId), List::equals);
    }

    TrainingJob job() {
        return job.get(events);
    }

    List<TrainingEvent> events() {
        return events.get(job);
    }

    /** What a look saw, or how it failed, and until when that is the answer. */
    private record Seen<T>(@Nullable T value, @Nullable RuntimeException failure, Instant until) {
        T get() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(value);
        }
    }

    private final class Look<T> {
        private final Supplier<T> asking;
        private final BiPredicate<T, T> same;
        private final ReentrantLock looking = new ReentrantLock();
        private volatile @Nullable Seen<T> seen;
        private volatile boolean stale;

        Look(Supplier<T> asking, BiPredicate<T, T> same) {
            this.asking = asking;
            this.same = same;
        }

        /**
         * What was seen last, after a look if one is due.
         *
         * @param other is looked at anew after a change
         */
        T get(Look<?> other) {
            Seen<T> known = seen;
            if (known == null) {
                looking.lock();
            } else if (fresh(known) || !looking.tryLock()) {
                return known.get();
            }
            try {
                Seen<T> before = seen;
                return (before != null && fresh(before) ? before : look(before, other)).get();
            } finally {
                looking.unlock();
            }
        }

        private boolean fresh(Seen<T> known) {
            return !stale && time.instant().isBefore(known.until());
        }

        private Seen<T> look(@Nullable Seen<T> before, Look<?> other) {
            stale = false;
            Seen<T> now;
            try {
                T value = asking.get();
                T earlier = before == null ? null : before.value();
                boolean news = earlier == null || !same.test(earlier, value);
                other.stale |= news && before != null;
                now = new Seen<>(value, null, until(news));
            } catch (RuntimeException e) {
                now = new Seen<>(null, e, until(false));
            }
            seen = now;
            return now;
        }

        private Instant until(boolean news) {
            int quiet = quietLooks.updateAndGet(before -> news ? 0 : before + 1);
            return time.instant().plus(pace.pauseAfter(quiet));
        }
    }
}
