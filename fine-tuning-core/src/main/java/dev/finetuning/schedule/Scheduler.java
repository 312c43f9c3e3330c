package dev.finetuning.schedule;

import dev.finetuning.internal.content.OneLine;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;

/**
 * Does things again and again on an application's executor: moves runs and retrainings, looks for retirements, delivers
 * notifications.
 *
 * <pre>{@code
 * Scheduler scheduler = Scheduler.builder(executor)
 *         .add("retraining", Schedule.every(Duration.ofMinutes(1)), training::advance)
 *         .add("retirements", Schedule.daily(LocalTime.of(6, 0), zone), () -> guard.look(provider))
 *         .start();
 * }</pre>
 *
 * <p>One work is never done twice at once, and times that it missed because it took too long or the machine slept are
 * made up for by one turn. Nothing is stored: what is to be done must itself know what was done, as everything of this
 * library does, so a scheduler may run in each of several processes. Thread-safe.
 */
public final class Scheduler implements AutoCloseable {
    private final List<WorkTurns> all;

    private Scheduler(Builder builder) {
        all = builder.works.entrySet().stream()
                .map(work -> new WorkTurns(
                        new WorkTurns.Place(builder.executor, builder.clock, builder.onFailure),
                        work.getKey(),
                        work.getValue().schedule(),
                        work.getValue().work()))
                .toList();
    }

    /**
     * Starts a scheduler.
     *
     * @param executor does the work; it stays the application's, which shuts it down
     */
    public static Builder builder(ScheduledExecutorService executor) {
        return new Builder(executor);
    }

    /** Begins no more turns. What is being done at the moment is not interrupted. */
    @Override
    public void close() {
        all.forEach(WorkTurns::stop);
    }

    private record Work(Schedule schedule, ScheduledWork work) {}

    /** Collects the works. Not thread-safe. */
    public static final class Builder {
        private final ScheduledExecutorService executor;
        private final Map<String, Work> works = new LinkedHashMap<>();
        private InstantSource clock = InstantSource.system();
        private BiConsumer<String, Throwable> onFailure = (name, failure) -> {};

        private Builder(ScheduledExecutorService executor) {
            this.executor = executor;
        }

        /**
         * Adds something to do.
         *
         * @param name its name in the log
         * @throws IllegalArgumentException if there is one of that name already
         */
        public Builder add(String name, Schedule schedule, ScheduledWork work) {
            if (works.putIfAbsent(name, new Work(schedule, work)) != null) {
                throw new IllegalArgumentException(
                        "there is something to do by the name " + OneLine.of(name) + " already");
            }
            return this;
        }

        /** Receives the name of what failed and why, beside the log. */
        public Builder onFailure(BiConsumer<String, Throwable> listener) {
            onFailure = listener;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Starts everything. Each is done for the first time at the first time of its schedule after now. */
        public Scheduler start() {
            Scheduler scheduler = new Scheduler(this);
            scheduler.all.forEach(WorkTurns::plan);
            return scheduler;
        }
    }
}
