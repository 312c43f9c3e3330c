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
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Follows jobs to their end: the only place in the library that waits for one.
 *
 * <p>Looks are paced (see {@link PollPace}), draw on one request bucket however many jobs are followed,
 * obey a provider's Retry-After up to {@link PollPace#MAX_RETRY_AFTER}, and outlive outages for as long as
 * the deadlines allow. The job's status decides; events that cannot be read are told once and never end or
 * block a wait. A wait that ends early is a {@link WaitResult}, never a lost job: wait again by the id.
 * Thread-safe.
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

    /** A waiter with all defaults. */
    public static JobWaiter create() {
        return builder().build();
    }

    /** Starts a waiter of one's own. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts the request's job and waits for it on this thread. */
    public WaitResult await(TrainingPipeline pipeline, TrainingRequest request) {
        return await(pipeline, pipeline.start(request).id());
    }

    /**
     * Waits for a job on this thread. An interrupt ends the wait as a result and leaves the flag set.
     *
     * @throws dev.finetuning.provider.ProviderException if the job cannot be looked at for a reason that
     *     does not pass: credentials, an unknown id, a capability that is gone
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
     * Follows a job in the background, many of them on a handful of threads. Cancelling the future ends
     * the following, not the job.
     *
     * @throws IllegalStateException if this waiter is closed
     */
    public CompletableFuture<WaitResult> awaitAsync(TrainingPipeline pipeline, String jobId) {
        return pool.follow(new JobFollower(settings, pipeline, jobId));
    }

    /** Stops following; futures that are still open end as {@link Ending#INTERRUPTED}. Jobs go on. */
    @Override
    public void close() {
        pool.close();
    }

    record Settings(
            PollPace pace,
            Deadlines deadlines,
            List<JobListener> listeners,
            boolean launchValidated,
            InstantSource clock,
            Sleeper sleeper,
            RandomGenerator random) {}

    /** Collects a waiter's settings; not thread-safe. */
    public static final class Builder {
        private PollPace pace = PollPace.DEFAULT;
        private Deadlines deadlines = Deadlines.DEFAULT;
        private final List<JobListener> listeners = new ArrayList<>();
        private boolean launchValidated = true;
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();
        private RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        private double requestsPerSecond = 10;
        private int threads = 4;

        private Builder() {}

        /** How often to look. */
        public Builder pace(PollPace newPace) {
            pace = newPace;
            return this;
        }

        /** How long to wait. */
        public Builder deadlines(Deadlines newDeadlines) {
            deadlines = newDeadlines;
            return this;
        }

        /** One more listener. */
        public Builder addListener(JobListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Whether to launch jobs that rest in {@link JobPhase#VALIDATED}; true by default. */
        public Builder launchValidated(boolean launch) {
            launchValidated = launch;
            return this;
        }

        /** Where the time comes from. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** How to pause. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** Where jitter comes from; a seeded generator makes waits repeatable. */
        public Builder random(RandomGenerator generator) {
            random = generator;
            return this;
        }

        /**
         * The most requests per second over all jobs, with bursts of twice that; 10 by default.
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
         * Threads for background following; 4 by default.
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

        /** The waiter. */
        public JobWaiter build() {
            return new JobWaiter(
                    new Settings(pace, deadlines, List.copyOf(listeners), launchValidated, clock, sleeper, random),
                    this);
        }
    }

    /** The longest a background thread sleeps before it looks for new jobs to follow. */
    static final Duration SLICE = Duration.ofMillis(100);
}
