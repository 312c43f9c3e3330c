package dev.finetuning.asking;

import dev.finetuning.Sleeper;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.PriceList;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How models are asked: how many calls at once and how fast, when to give up, where answers are stored, and what
 * they may cost. Taken by whatever asks models: {@link Asking}, evaluations, synthesis. Immutable.
 */
public final class AskingSettings {
    private final int concurrency;
    private final RateLimit rateLimit;
    private final Duration deadline;
    private final boolean streamed;
    private final RetryPolicy retries;
    private final Journal journal;
    private final PriceList prices;
    private final @Nullable Budget budget;
    private final InstantSource clock;
    private final Sleeper sleeper;

    private AskingSettings(Builder builder) {
        concurrency = builder.concurrency;
        rateLimit = builder.rateLimit;
        deadline = builder.deadline;
        streamed = builder.streamed;
        retries = builder.retries;
        journal = builder.journal;
        prices = builder.prices;
        budget = builder.budget;
        clock = builder.clock;
        sleeper = builder.sleeper;
    }

    /** Starts with the default settings and a new journal in memory. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these settings. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.concurrency = concurrency;
        builder.rateLimit = rateLimit;
        builder.deadline = deadline;
        builder.streamed = streamed;
        builder.retries = retries;
        builder.journal = journal;
        builder.prices = prices;
        builder.budget = budget;
        builder.clock = clock;
        builder.sleeper = sleeper;
        return builder;
    }

    /** The maximum number of concurrent calls, at least 1. */
    public int concurrency() {
        return concurrency;
    }

    /** The provider's rate limit. */
    public RateLimit rateLimit() {
        return rateLimit;
    }

    /** The maximum duration of one call, above 0. */
    public Duration deadline() {
        return deadline;
    }

    /** Whether answers are streamed. */
    public boolean streamed() {
        return streamed;
    }

    /** How often a busy provider is asked again, and with which pauses. */
    public RetryPolicy retries() {
        return retries;
    }

    /** Where answers are stored. */
    public Journal journal() {
        return journal;
    }

    /** The prices of tokens. */
    public PriceList prices() {
        return prices;
    }

    /** The maximum cost, if there is one. */
    public Optional<Budget> budget() {
        return Optional.ofNullable(budget);
    }

    /** The clock. */
    public InstantSource clock() {
        return clock;
    }

    /** The sleeper for pauses. */
    public Sleeper sleeper() {
        return sleeper;
    }

    /** Collects the settings. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        private int concurrency = 8;
        private RateLimit rateLimit = RateLimit.NONE;
        private Duration deadline = Duration.ofMinutes(2);
        private boolean streamed;
        private RetryPolicy retries = RetryPolicy.DEFAULT;
        private Journal journal = new InMemoryJournal();
        private PriceList prices = PriceList.empty();
        private @Nullable Budget budget;
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();

        private Builder() {}

        /**
         * The maximum number of concurrent calls; 8 by default. Does not apply to batches.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder concurrency(int calls) {
            if (calls < 1) {
                throw new IllegalArgumentException("concurrency must be at least 1: " + calls);
            }
            concurrency = calls;
            return this;
        }

        /** The provider's rate limit; none by default. Does not apply to batches. */
        public Builder rateLimit(RateLimit limit) {
            rateLimit = Objects.requireNonNull(limit, "rateLimit");
            return this;
        }

        /**
         * The maximum duration of one call, after which its thread is interrupted; two minutes by default.
         * A model that ignores the interrupt is waited for. Does not apply to batches.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder deadline(Duration perCall) {
            if (perCall.isNegative() || perCall.isZero()) {
                throw new IllegalArgumentException("a deadline must be positive: " + perCall);
            }
            deadline = perCall;
            return this;
        }

        /**
         * Streams answers, which measures the time to the first token; by default they are asked for whole. Does not
         * apply to batches, nor to stored answers. An answer that is cut off is a failure, and may have been charged.
         */
        public Builder streamed() {
            streamed = true;
            return this;
        }

        /**
         * How often a busy provider is asked again, and with which pauses; also how often a question goes
         * into another batch.
         */
        public Builder retries(RetryPolicy policy) {
            retries = Objects.requireNonNull(policy, "retries");
            return this;
        }

        /** Where answers are stored; by default in memory, as long as these settings live. The caller closes it. */
        public Builder journal(Journal keeper) {
            journal = Objects.requireNonNull(keeper, "journal");
            return this;
        }

        /**
         * The maximum cost, and the prices of tokens. The expected cost is reserved before the first call, and
         * more if calls cost more. When nothing is left, the asking ends and all answers stay stored. After a
         * crash, the reservation stays open and counts as spent until it is settled or released. Every batch
         * reserves its share; for batches, use a price list with batch prices.
         */
        public Builder budget(Budget limit, PriceList priceList) {
            budget = Objects.requireNonNull(limit, "budget");
            return prices(priceList);
        }

        /** The prices of tokens, for estimates in money without a budget. */
        public Builder prices(PriceList priceList) {
            prices = Objects.requireNonNull(priceList, "prices");
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /** The sleeper for pauses between attempts; the system's by default. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = Objects.requireNonNull(newSleeper, "sleeper");
            return this;
        }

        /** Builds the settings. */
        public AskingSettings build() {
            return new AskingSettings(this);
        }
    }
}
