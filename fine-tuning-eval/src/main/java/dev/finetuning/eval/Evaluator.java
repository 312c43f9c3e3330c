package dev.finetuning.eval;

import dev.finetuning.ProgressListener;
import dev.finetuning.asking.AskingSettings;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.eval.batch.BatchMode;
import dev.finetuning.eval.batch.BatchPendingException;
import dev.finetuning.eval.scorer.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends test cases to models and scores the answers.
 *
 * <pre>{@code
 * Evaluation tuned = Evaluator.of(new ExactMatch()).evaluate(cases, pipeline.chatModel(modelId));
 * }</pre>
 *
 * Calls run concurrently in a sliding window: as soon as one ends, the next begins. Every answer is
 * written to the journal before it is scored. Evaluating again after a crash, an interruption or a failure
 * asks only what is missing or can be retried, and gives the same result as an uninterrupted evaluation.
 * Evaluations share answers with the same provider, model and version, messages, tools, parameters and
 * repeat. Questions to judges are stored, retried and counted in the same way. Immutable and thread-safe.
 */
public final class Evaluator {
    private final EvaluatorSettings settings;

    private Evaluator(EvaluatorSettings settings) {
        this.settings = settings;
    }

    /** An evaluator with the given scorers and default settings. */
    public static Evaluator of(Scorer... scorers) {
        return builder().scorers(scorers).build();
    }

    /** Starts an evaluator without scorers. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Evaluates one model.
     *
     * @param cases at least one, with distinct ids
     * @throws EvaluationFailedException if there are more errors or absent scores than the limits allow
     * @throws EvaluationInterruptedException if the calling thread is interrupted
     * @throws dev.finetuning.cost.BudgetExceededException if the cost exceeds what the budget has left
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget and no price for the model
     * @throws dev.finetuning.provider.ProviderException if a provider fails in a way that concerns all
     *     questions, such as bad credentials
     * @throws dev.finetuning.eval.scorer.MissingExpectedException if a scorer needs an expected answer that
     *     a case does not have
     * @throws BatchPendingException if batches are not answered within the batch mode's patience
     * @throws IllegalArgumentException if there are no cases, two have the same id, or there is a batch
     *     mode and the model does not support batches
     */
    public Evaluation evaluate(List<TestCase> cases, ChatModel model) {
        return new EvaluationRun(settings, model, cases).run();
    }

    /** The scorers' names in order; the first is the main metric. */
    public List<String> metrics() {
        return settings.metrics();
    }

    /** This evaluator with a heartbeat, called after every answer. An exception it throws ends the evaluation. */
    public Evaluator withHeartbeat(Runnable beat) {
        return new Evaluator(settings.withHeartbeat(beat));
    }

    /** Evaluates several models on the same cases, one after another; the results are in the same order. */
    public List<Evaluation> evaluateEach(List<TestCase> cases, ChatModel... models) {
        return Arrays.stream(models).map(model -> evaluate(cases, model)).toList();
    }

    /**
     * Scores the answers of an evaluation again with this evaluator's scorers. The model is not asked, and
     * judges are asked only for what is not stored in the journal.
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
                    evaluation.provider(),
                    settings.metrics(),
                    results,
                    judges.usage());
        }
    }

    /** Collects the settings. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        private List<Scorer> scorers = List.of();
        private int repeats = 1;
        private long seed;
        private UnaryOperator<ChatRequest> request = UnaryOperator.identity();
        private double errorLimit = 0.1;
        private double absentLimit = 0.1;
        private ProgressListener progress = ProgressListener.none();
        private Runnable heartbeat = () -> {};
        private @Nullable BatchMode batches;
        private AskingSettings.Builder asking = AskingSettings.builder();

        private Builder() {}

        /**
         * How answers are scored; the first scorer gives the main metric. Replaces earlier scorers.
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

        /**
         * How often each case is asked, at least 1; 1 by default. With 2 or more, repeats are sent with the
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

        /**
         * The maximum share of questions without an answer, beyond which the evaluation fails; 0.1 by
         * default, 1 for no limit.
         *
         * @throws IllegalArgumentException if it is not in 0..1
         */
        public Builder errorLimit(double share) {
            errorLimit = share("an error limit", share);
            return this;
        }

        /**
         * The maximum share of questions whose answers have no score, beyond which the evaluation fails;
         * 0.1 by default, 1 for no limit. For the main metric every absent score counts, for others only
         * those where a judge or the scorer failed.
         *
         * @throws IllegalArgumentException if it is not in 0..1
         */
        public Builder absentLimit(double share) {
            absentLimit = share("a limit for absent scores", share);
            return this;
        }

        /**
         * Receives progress after every answer, with the score so far; one call at a time, from any thread.
         * Exceptions do not end the evaluation.
         */
        public Builder progress(ProgressListener listener) {
            progress = ProgressListener.unfailing(listener);
            return this;
        }

        /** Called after every answer, from any thread; an exception ends the evaluation. */
        public Builder heartbeat(Runnable beat) {
            heartbeat = beat;
            return this;
        }

        /**
         * How models and judges are asked: concurrency, rate limit, deadline, retries, journal, budget and
         * more. The concurrency is also that of the scorers.
         */
        public Builder asking(AskingSettings settings) {
            asking = settings.toBuilder();
            return this;
        }

        /**
         * Changes how models and judges are asked.
         *
         * <pre>{@code asking(settings -> settings.journal(journal).budget(budget, prices))}</pre>
         */
        public Builder asking(UnaryOperator<AskingSettings.Builder> change) {
            asking = change.apply(asking);
            return this;
        }

        /**
         * Uses the provider's batch API instead of asking one question at a time; the model must be a
         * {@link dev.finetuning.chat.BatchChatModel}. Every batch is written to the journal before it is
         * submitted, so an evaluation that was killed continues to wait for its batches. Answers are shared
         * with evaluations that do not use batches. Concurrency, rate limit and deadline do not apply, and
         * latency is not measured. Every batch reserves its share of the budget; use a price list with
         * batch prices.
         */
        public Builder batches(BatchMode mode) {
            batches = mode;
            return this;
        }

        /**
         * Builds the evaluator.
         *
         * @throws IllegalStateException if there is no scorer
         */
        public Evaluator build() {
            if (scorers.isEmpty()) {
                throw new IllegalStateException("an evaluator needs at least one scorer");
            }
            return new Evaluator(new EvaluatorSettings(
                    List.copyOf(scorers),
                    repeats,
                    seed,
                    request,
                    errorLimit,
                    absentLimit,
                    progress,
                    heartbeat,
                    Optional.ofNullable(batches),
                    asking.build()));
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
