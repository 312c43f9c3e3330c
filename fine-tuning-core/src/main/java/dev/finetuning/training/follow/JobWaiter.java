package dev.finetuning.training.follow;

import dev.finetuning.Sleeper;
import dev.finetuning.asking.TokenBucket;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.WaitResult.Ending;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Follows jobs until they end.
 *
 * <p>The waiter polls at a {@link PollPace}, shares one request limit among all jobs, obeys a provider's
 * Retry-After up to {@link PollPace#MAX_RETRY_AFTER}, and tolerates outages as long as the deadlines allow.
 * The job's status decides; if events cannot be read, that is reported once and does not affect the wait. A
 * wait that ends early returns a {@link WaitResult}: the job continues, and you can wait for it again by
 * its id. Thread-safe.
 */
public final class JobWaiter implements AutoCloseable {
    private final Settings settings;
    private final TokenBucket bucket;
    private final FollowerPool pool;

    private JobWaiter(Settings settings, Builder builder) {
        this.settings = settings;
        this.bucket = TokenBucket.of(builder.requestsPerSecond, builder.requestsPerSecond * 2, settings.clock());
        this.pool = new FollowerPool(settings, bucket, builder.threads);
    }

    /** A waiter with the default settings. */
    public static JobWaiter create() {
        return builder().build();
    }

    /** Starts a waiter with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts a job and waits for it on this thread. */
    public WaitResult await(TrainingPipeline pipeline, TrainingRequest request) {
        return await(pipeline, pipeline.start(request).id());
    }

    /**
     * Waits for a job on this thread. An interrupt ends the wait with a result and leaves the interrupt
     * flag set.
     *
     * @throws dev.finetuning.provider.ProviderException if the job cannot be read for a permanent reason:
     *     credentials, an unknown id, a capability that is gone
     */
    public WaitResult await(TrainingPipeline pipeline, String jobId) {
        JobFollower follower = new JobFollower(settings, pipeline, jobId);
        try {
            while (true) {
                settings.sleeper().sleep(bucket.take(follower.requestsPerLook()));
                JobFollower.Look look = follower.look();
                Ending ending = look.ending();
                if (ending != null) {
                    return new WaitResult(follower.lastSeen(), ending);
                }
                settings.sleeper().sleep(look.pause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new WaitResult(follower.lastSeen(), Ending.INTERRUPTED);
        }
    }

    /**
     * Follows a job in the background. A few threads follow all jobs. Cancelling the future stops
     * following; it does not cancel the job.
     *
     * @throws IllegalStateException if this waiter is closed
     */
    public CompletableFuture<WaitResult> awaitAsync(TrainingPipeline pipeline, String jobId) {
        return pool.follow(new JobFollower(settings, pipeline, jobId));
    }

    /** Stops following. Open futures complete with {@link Ending#INTERRUPTED}. Jobs continue. */
    @Override
    public void close() {
        pool.close();
    }

    record Settings(
            Optional<PollPace> pace,
            Deadlines deadlines,
            List<JobListener> listeners,
            boolean launchValidated,
            InstantSource clock,
            Sleeper sleeper,
            RandomGenerator random) {}

    /** Collects the settings of a waiter. Not thread-safe. */
    public static final class Builder {
        private Optional<PollPace> pace = Optional.empty();
        private Deadlines deadlines = Deadlines.DEFAULT;
        private final List<JobListener> listeners = new ArrayList<>();
        private boolean launchValidated = true;
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();
        private RandomGenerator random = new SplittableRandom();
        private double requestsPerSecond = 10;
        private int threads = 4;

        private Builder() {}

        /** How often to look; by default as suits the provider. */
        public Builder pace(PollPace newPace) {
            pace = Optional.of(newPace);
            return this;
        }

        /** How long to wait. */
        public Builder deadlines(Deadlines newDeadlines) {
            deadlines = newDeadlines;
            return this;
        }

        /** Adds a listener. */
        public Builder addListener(JobListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Whether to launch jobs that wait in {@link JobPhase#VALIDATED}; true by default. */
        public Builder launchValidated(boolean launch) {
            launchValidated = launch;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** How to pause. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** The source of jitter; use a seeded generator for repeatable waits. */
        public Builder random(RandomGenerator generator) {
            random = generator;
            return this;
        }

        /**
         * The maximum number of requests per second for all jobs, with bursts of twice as many; 10 by
         * default.
         *
         * @throws IllegalArgumentException if not above 0
         */
        public Builder requestsPerSecond(double rate) {
            if (!(rate > 0)) {
                throw new IllegalArgumentException("requestsPerSecond must be above 0: " + rate);
            }
            requestsPerSecond = rate;
            return this;
        }

        /**
         * The number of threads for background following; 4 by default.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder threads(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("threads must be at least 1: " + number);
            }
            threads = number;
            return this;
        }

        /** Builds the waiter. */
        public JobWaiter build() {
            return new JobWaiter(
                    new Settings(pace, deadlines, List.copyOf(listeners), launchValidated, clock, sleeper, random),
                    this);
        }
    }

    /** The longest a background thread sleeps before it looks for new jobs to follow. */
    static final Duration SLICE = Duration.ofMillis(100);
}
