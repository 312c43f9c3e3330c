package dev.finetuning.eval;

import dev.finetuning.ProgressListener;
import dev.finetuning.Sleeper;
import dev.finetuning.asking.RateLimit;
import dev.finetuning.asking.RetryPolicy;
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
import java.util.Optional;
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
 * Answers are shared between evaluations by provider, model and its version, messages, tools, parameters and repeat.
 * What judges are asked is kept, retried and counted alike.
 * Immutable and thread-safe.
 */
public final class Evaluator {
    private final EvaluatorSettings settings;

    private Evaluator(EvaluatorSettings settings) {
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
     * @throws EvaluationFailedException if more errors occur, or more scores are absent, than the limits allow
     * @throws EvaluationInterruptedException if the calling thread is interrupted
     * @throws dev.finetuning.cost.BudgetExceededException if it costs more than the budget has left
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget and no price for the model
     * @throws dev.finetuning.provider.ProviderException if a provider fails in a way no question survives,
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

    /** The scorers' names, in their order; the first is the main metric's. */
    public List<String> metrics() {
        return settings.metrics();
    }

    /** The same evaluator, which calls this after every answer; what it throws ends the evaluation. */
    public Evaluator withHeartbeat(Runnable beat) {
        return new Evaluator(settings.withHeartbeat(beat));
    }

    /** Evaluates several models on the same cases, one after the other; by the order given. */
    public List<Evaluation> evaluateEach(List<TestCase> cases, ChatModel... models) {
        return Arrays.stream(models).map(model -> evaluate(cases, model)).toList();
    }

    /**
     * Scores the answers of an evaluation anew, with this evaluator's scorers. The model is asked nothing, and
     * a judge only what the journal does not hold.
     *
     * @throws EvaluationFailedException if more scores are absent than the limit allows
     */
    public Evaluation rescore(Evaluation evaluation) {
        try (Judges judges = new Judges(settings, evaluation.id())) {
            Scoring scoring = Scoring.of(settings.scorers(), judges);
            Tally tally = new Tally(evaluation.modelId(), evaluation.results().size(), settings.withErrorLimit(1));
            List<CaseResult> results = new ArrayList<>();
            for (CaseResult result : evaluation.results()) {
                CaseResult rescored = scoring.rescored(result);
                results.add(rescored);
                tally.add(rescored);
                tally.throwFailure();
            }
            return new Evaluation(
                    evaluation.id(),
                    evaluation.modelId(),
                    evaluation.host(),
                    settings.metrics(),
                    results,
                    judges.usage());
        }
    }

    /** Collects what an evaluator needs. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        private List<Scorer> scorers = List.of();
        private int concurrency = 8;
        private int repeats = 1;
        private long seed;
        private UnaryOperator<ChatRequest> request = UnaryOperator.identity();
        private RateLimit rateLimit = RateLimit.NONE;
        private Duration deadline = Duration.ofMinutes(2);
        private RetryPolicy retries = RetryPolicy.DEFAULT;
        private double errorLimit = 0.1;
        private double absentLimit = 0.1;
        private Journal journal = new InMemoryJournal();
        private ProgressListener progress = ProgressListener.none();
        private Runnable heartbeat = () -> {};
        private @Nullable Budget budget;
        private @Nullable BatchMode batches;
        private PriceList prices = PriceList.empty();
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();

        private Builder() {}

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

        /** What the provider allows in a minute; no limit by default. */
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

        /** How often and how patiently a busy provider is asked again. */
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
            errorLimit = share("an error limit", share);
            return this;
        }

        /**
         * The share of questions whose answers may remain without a score before the evaluation fails; 0.1 by
         * default, 1 to let any number pass. By the first metric every absent score counts, by the others
         * those where a judge or the scorer failed. What is not measured must not look measured.
         *
         * @throws IllegalArgumentException if it is not in 0..1
         */
        public Builder absentLimit(double share) {
            absentLimit = share("a limit for absent scores", share);
            return this;
        }

        /**
         * Where answers are kept; by default in memory, as long as the evaluator. The caller closes it.
         */
        public Builder journal(Journal keeper) {
            journal = keeper;
            return this;
        }

        /**
         * Hears of every answer, with the score so far; one call at a time, from any thread. What it throws
         * does not end the evaluation.
         */
        public Builder progress(ProgressListener listener) {
            progress = ProgressListener.unfailing(listener);
            return this;
        }

        /** Called after every answer, from any thread; what it throws ends the evaluation. */
        public Builder heartbeat(Runnable beat) {
            heartbeat = beat;
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
         * Hands questions to the provider's batch API instead of asking one by one; only models that are a {@link
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

        /** The clock, for tests. */
        public Builder clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /** What waits between attempts, for tests. */
        public Builder sleeper(Sleeper newSleeper) {
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
            return new Evaluator(new EvaluatorSettings(
                    List.copyOf(scorers),
                    concurrency,
                    repeats,
                    seed,
                    request,
                    rateLimit,
                    deadline,
                    retries,
                    errorLimit,
                    absentLimit,
                    journal,
                    progress,
                    heartbeat,
                    Optional.ofNullable(budget),
                    Optional.ofNullable(batches),
                    prices,
                    clock,
                    sleeper));
        }

        private static double share(String name, double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(name + " lies in 0..1: " + share);
            }
            return share;
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1: " + value);
            }
            return value;
        }
    }
}
