package dev.finetuning.local;

import dev.finetuning.Sleeper;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How the local provider trains, and the folder where it keeps files, jobs and models. Immutable. */
public final class LocalSettings {
    private final Path folder;
    private final @Nullable Executor executor;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final long seed;
    private final int keptCheckpoints;
    private final int maxWeights;
    private final long maxFileBytes;

    private LocalSettings(Builder builder) {
        folder = builder.folder;
        executor = builder.executor;
        clock = builder.clock;
        sleeper = builder.sleeper;
        seed = builder.seed;
        keptCheckpoints = builder.keptCheckpoints;
        maxWeights = builder.maxWeights;
        maxFileBytes = builder.maxFileBytes;
    }

    /**
     * Starts settings with all defaults.
     *
     * @param folder where everything is kept; created if it does not exist
     */
    public static Builder builder(Path folder) {
        return new Builder(folder);
    }

    /** A builder with everything set as here. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The folder where files, jobs and models are kept. */
    public Path folder() {
        return folder;
    }

    /** The executor for training, if the pipeline does not use a thread of its own. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /** The clock for dates. */
    public InstantSource clock() {
        return clock;
    }

    /** The sleeper for the worker of a paused job. */
    public Sleeper sleeper() {
        return sleeper;
    }

    /** The seed for requests without one. */
    public long seed() {
        return seed;
    }

    /** How many of a job's latest checkpoints are kept on disk. */
    public int keptCheckpoints() {
        return keptCheckpoints;
    }

    /** The maximum number of weights of a linear model. */
    public int maxWeights() {
        return maxWeights;
    }

    /** The maximum size of an uploaded file, in bytes. */
    public long maxFileBytes() {
        return maxFileBytes;
    }

    /** The folder. */
    @Override
    public String toString() {
        return "LocalSettings[" + folder + "]";
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        /** What training takes of the heap for each byte of its file: 16 times as much, where every word is rare. */
        private static final int HEAP_PER_BYTE = 16;

        private final Path folder;
        private @Nullable Executor executor;
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();
        private long seed = 42;
        private int keptCheckpoints = Integer.MAX_VALUE;
        private int maxWeights = 64_000_000;
        private long maxFileBytes = Runtime.getRuntime().maxMemory() / HEAP_PER_BYTE;

        private Builder(Path folder) {
            this.folder = folder;
        }

        private Builder(LocalSettings settings) {
            folder = settings.folder;
            executor = settings.executor;
            clock = settings.clock;
            sleeper = settings.sleeper;
            seed = settings.seed;
            keptCheckpoints = settings.keptCheckpoints;
            maxWeights = settings.maxWeights;
            maxFileBytes = settings.maxFileBytes;
        }

        /**
         * The executor for training, which the caller closes; by default the pipeline has one daemon thread
         * and trains one job after another. With {@code Runnable::run}, a job has ended when {@link
         * LocalTrainingPipeline#start} returns.
         */
        public Builder executor(Executor newExecutor) {
            executor = newExecutor;
            return this;
        }

        /** The clock for the dates of jobs, events, files and models. */
        public Builder clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /** The sleeper for the worker of a paused job; training itself never waits. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** The seed for requests without one; 42 by default. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /**
         * How many of a job's latest checkpoints are kept on disk; all by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder keptCheckpoints(int number) {
            if (number < 0) {
                throw new IllegalArgumentException("keptCheckpoints must not be negative: " + number);
            }
            keptCheckpoints = number;
            return this;
        }

        /**
         * The maximum number of weights (features times distinct answers) of a linear model, 4 bytes each;
         * 64 million by default. If the data has more, the features found in the fewest examples are left
         * out.
         *
         * @throws IllegalArgumentException if it is below 1,000
         */
        public Builder maxWeights(int number) {
            if (number < 1_000) {
                throw new IllegalArgumentException("maxWeights must be at least 1000: " + number);
            }
            maxWeights = number;
            return this;
        }

        /**
         * The maximum size of an uploaded file, in bytes; a sixteenth of the heap's maximum size by default, because
         * training has all examples in memory. A larger file is refused when it is uploaded.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxFileBytes(long number) {
            if (number < 1) {
                throw new IllegalArgumentException("maxFileBytes must be at least 1: " + number);
            }
            maxFileBytes = number;
            return this;
        }

        /** Builds the settings. */
        public LocalSettings build() {
            return new LocalSettings(this);
        }
    }
}
