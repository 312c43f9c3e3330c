package dev.finetuning.run;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.example.Example;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Evaluates a run's model. It may be called again for the same run after a crash, so it should store its
 * answers under the run's id. An evaluation whose score cards a gate reads names its metrics: {@link #of}.
 */
@FunctionalInterface
public interface RunEvaluation {
    /** Evaluates the candidate, and the champion if there is one. */
    Result evaluate(Task task);

    /**
     * The names of the metrics that the score cards will show; none by default. A gate that reads another
     * metric is refused before a run spends anything, because no model could pass it.
     */
    default Set<String> metrics() {
        return Set.of();
    }

    /**
     * An evaluation that names its metrics.
     *
     * @param metrics the names of the metrics that its score cards show, whatever the model
     * @param evaluation evaluates
     */
    static RunEvaluation of(Set<String> metrics, Function<Task, Result> evaluation) {
        Set<String> named = Set.copyOf(metrics);
        return new RunEvaluation() {
            @Override
            public Result evaluate(Task task) {
                return evaluation.apply(task);
            }

            @Override
            public Set<String> metrics() {
                return named;
            }
        };
    }

    /** No measuring: the policy then decides without score cards, and gates that read any are refused beforehand. */
    static RunEvaluation none() {
        return task -> Result.of(List.of()).costing(Money.usd("0"));
    }

    /**
     * The result of an evaluation.
     *
     * @param scoreCards the score cards for the policy's gates; one whose scores a model gave names it ({@link
     *     ScoreCard#withJudge}), and gates ask for its calibration
     * @param cost the cost of the evaluation, including answers stored before a crash; empty if unknown,
     *     which is not the same as zero
     */
    record Result(List<ScoreCard> scoreCards, Optional<Money> cost) {
        /** Copies the list. */
        public Result {
            scoreCards = List.copyOf(scoreCards);
        }

        /** Score cards at unknown cost. */
        public static Result of(List<ScoreCard> scoreCards) {
            return new Result(scoreCards, Optional.empty());
        }

        /** This result with its cost. */
        public Result costing(Money known) {
            return new Result(scoreCards, Optional.of(known));
        }
    }

    /**
     * What to evaluate.
     *
     * @param runId the run's id, for finding stored answers
     * @param candidate the new model
     * @param test the examples held back for evaluation
     * @param champion the version that holds the alias now, if any
     * @param price the cost of a number of tokens of the new model by the plan's prices; empty if unknown
     * @param heartbeat call it now and then during a long evaluation, from any thread, so that no other
     *     process takes over; if it throws, stop the evaluation, because another process has taken over the
     *     run
     */
    record Task(
            String runId,
            ChatModel candidate,
            List<Example> test,
            Optional<ModelVersion> champion,
            Function<Usage, Optional<Money>> price,
            Runnable heartbeat) {
        /** Copies the list. */
        public Task {
            test = List.copyOf(test);
        }
    }
}
