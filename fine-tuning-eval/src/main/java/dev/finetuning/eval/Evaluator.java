package dev.finetuning.eval;

import dev.finetuning.ProgressListener;
import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.batch.BatchMode;
import dev.finetuning.eval.batch.BatchPendingException;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts test cases to models and scores the answers.
 *
 * <pre>{@code
 * Evaluation tuned = Evaluator.of(new ExactMatch()).evaluate(cases, pipeline.chatModel(modelId));
 * }</pre>
 *
 * Calls run side by side in a sliding window: as soon as one ends, the next begins. Every answer is in
 * the journal before it counts; evaluating again after a crash, an interruption or a failure asks only
 * what is missing or may be retried, and yields what an undisturbed evaluation would have yielded.
 * Answers are shared between evaluations by model, host, messages, parameters and repeat.
 * Immutable and thread-safe.
 */
public final class Evaluator {
    private final Builder settings;

    private Evaluator(Builder settings) {
        this.settings = settings;
    }

    /** An evaluator with these scorers and otherwise the defaults. */
    public static Evaluator of(Scorer... scorers) {
        return builder().scorers(scorers).build();
    }

    /** A builder with the defaults of its setters and no scorer. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Evaluates one model.
     *
     * @param cases at least one, with distinct ids
     * @throws EvaluationFailedException if more errors occur than the error limit allows
     * @throws EvaluationInterruptedException if the calling thread is interrupted
     * @throws dev.finetuning.cost.BudgetExceededException if it costs more than the budget has left
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget and no price for the model
     * @throws dev.finetuning.provider.ProviderException if the host fails in a way no question survives,
     *     such as bad credentials
     * @throws dev.finetuning.eval.scorer.MissingExpectedException if a scorer needs an expected answer
     *     that a case does not have
     * @throws BatchPendingException if batches are not answered within the batch mode's patience
     * @throws IllegalArgumentException if there is no case, two share an id, or there is a batch mode and the
     *     model takes no batches
     */
    public Evaluation evaluate(List<TestCase> cases, ChatModel model) {
        return new EvaluationRun(settings, model, cases).run();
    }

    /** Evaluates several models on the same cases, one after the other; by the order given. */
    public List<Evaluation> evaluateEach(List<TestCase> cases, ChatModel... models) {
        return Arrays.stream(models).map(model -> evaluate(cases, model)).toList();
    }

    /** Scores the answers of an evaluation anew, with this evaluator's scorers; asks no model anything. */
    public Evaluation rescore(Evaluation evaluation) {
        Scoring scoring = new Scoring(settings.scorers);
        List<CaseResult> results =
                evaluation.results().stream().map(scoring::rescored).toList();
        return new Evaluation(evaluation.id(), evaluation.modelId(), evaluation.host(), settings.metrics(), results);
    }

    /** Collects what an evaluator needs. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        List<Scorer> scorers = List.of();
        int concurrency = 8;
        int repeats = 1;
        long seed = 0;
        UnaryOperator<ChatRequest> request = UnaryOperator.identity();
        RateLimit rateLimit = RateLimit.NONE;
        Duration deadline = Duration.ofMinutes(2);
        RetryPolicy retries = RetryPolicy.DEFAULT;
        double errorLimit = 0.1;
        Journal journal = new InMemoryJournal();

        @Nullable
        ProgressListener progress;

        @Nullable
        Budget budget;

        @Nullable
        BatchMode batches;

        PriceList prices = PriceList.empty();
        InstantSource time = InstantSource.system();
        Sleeper sleeper = Sleeper.system();

        private Builder() {}

        private Builder(Builder other) {
            scorers = other.scorers;
            concurrency = other.concurrency;
            repeats = other.repeats;
            seed = other.seed;
            request = other.request;
            rateLimit = other.rateLimit;
            deadline = other.deadline;
            retries = other.retries;
            errorLimit = other.errorLimit;
            journal = other.journal;
            progress = other.progress;
            budget = other.budget;
            batches = other.batches;
            prices = other.prices;
            time = other.time;
            sleeper = other.sleeper;
        }

        /**
         * How answers are scored; the first scorer's metric is the main one. Replaces earlier ones.
         *
         * @throws IllegalArgumentException if two have the same name
         */
        public Builder scorers(Scorer... newScorers) {
            Map<String, Scorer> byName = new LinkedHashMap<>();
            for (Scorer scorer : newScorers) {
                if (byName.put(scorer.name(), scorer) != null) {
                    throw new IllegalArgumentException(
                            "two scorers are named " + scorer.name() + "; tell them apart with named(...)");
                }
            }
            scorers = new ArrayList<>(byName.values());
            return this;
        }

        /** How many calls may be in flight at once, at least 1; 8 by default. */
        public Builder concurrency(int calls) {
            concurrency = positive("concurrency", calls);
            return this;
        }

        /**
         * How often each case is asked, at least 1; 1 by default. From 2 on, repeats are sent with the
         * seeds {@code seed}, {@code seed + 1}, …
         */
        public Builder repeats(int times, long firstSeed) {
            repeats = positive("repeats", times);
            seed = firstSeed;
            return this;
        }

        /** Changes every request before it is sent, such as its temperature; must be a pure function. */
        public Builder request(UnaryOperator<ChatRequest> change) {
            request = change;
            return this;
        }

        /** What the host allows in a minute; no limit by default. */
        public Builder rateLimit(RateLimit limit) {
            rateLimit = limit;
            return this;
        }

        /**
         * How long one call may take before its thread is interrupted; two minutes by default. A model
         * that does not heed interruption is waited for.
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

        /** How often and how patiently a busy host is asked again. */
        public Builder retries(RetryPolicy policy) {
            retries = policy;
            return this;
        }

        /**
         * The share of questions that may remain without an answer before the evaluation fails; 0.1 by
         * default, 1 to let any number pass.
         *
         * @throws IllegalArgumentException if it is not in 0..1
         */
        public Builder errorLimit(double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("an error limit lies in 0..1: " + share);
            }
            errorLimit = share;
            return this;
        }

        /**
         * Where answers are kept; by default in memory, as long as the evaluator. The caller closes it.
         */
        public Builder journal(Journal keeper) {
            journal = keeper;
            return this;
        }

        /** Hears of every answer, with the score so far; one call at a time, from any thread. */
        public Builder progress(ProgressListener listener) {
            progress = listener;
            return this;
        }

        /**
         * What may be spent, and what tokens cost. An estimate is reserved before the first call; the
         * evaluation stops, with all answers kept, once they cost more than the budget has left. After a
         * crash the reservation stays open and counts as spent until somebody settles or releases it.
         */
        public Builder budget(Budget limit, PriceList priceList) {
            budget = limit;
            prices = priceList;
            return this;
        }

        /**
         * Hands questions to the host's batch API instead of asking one by one; only models that are a {@link
         * dev.finetuning.chat.BatchChatModel} can be evaluated then. What is in a batch is in the journal before
         * it is handed in, so an evaluation that was killed goes on waiting for the batches there are. Answers
         * are shared with evaluations that ask one by one; concurrency, rate limit and deadline do not apply, and
         * latency is not measured. Every batch reserves its share of the budget; give it a price list with what
         * batches cost.
         */
        public Builder batches(BatchMode mode) {
            batches = mode;
            return this;
        }

        /** The clock and the sleeper, for tests. */
        public Builder time(InstantSource clock, Sleeper newSleeper) {
            time = clock;
            sleeper = newSleeper;
            return this;
        }

        /**
         * The evaluator.
         *
         * @throws IllegalStateException if there is no scorer
         */
        public Evaluator build() {
            if (scorers.isEmpty()) {
                throw new IllegalStateException("an evaluator needs at least one scorer");
            }
            return new Evaluator(new Builder(this));
        }

        List<String> metrics() {
            return scorers.stream().map(Scorer::name).toList();
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1: " + value);
            }
            return value;
        }
    }
}
