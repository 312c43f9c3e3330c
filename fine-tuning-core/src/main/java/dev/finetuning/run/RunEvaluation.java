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
 * Measures a run's model. May be called again for the same run after a crash, so it should keep its
 * answers where it finds them again, under the run's id.
 */
@FunctionalInterface
public interface RunEvaluation {
    /** Measures the candidate, and the champion beside it where there is one. */
    Result evaluate(Task task);

    /**
     * The names of the metrics that the score cards will carry, where they are known beforehand. A gate that
     * names another is then refused before a run spends anything.
     */
    default Optional<Set<String>> metrics() {
        return Optional.empty();
    }

    /** No measuring: the policy then decides without score cards. */
    static RunEvaluation none() {
        return task -> Result.of(List.of()).costing(Money.usd("0"));
    }

    /**
     * What was measured.
     *
     * @param scoreCards what the policy's gates judge by
     * @param cost what measuring cost, answers kept from before a crash included; empty where that is not
     *     known, which is not the same as nothing
     */
    record Result(List<ScoreCard> scoreCards, Optional<Money> cost) {
        /** Copies the list. */
        public Result {
            scoreCards = List.copyOf(scoreCards);
        }

        /** Score cards whose cost is not known. */
        public static Result of(List<ScoreCard> scoreCards) {
            return new Result(scoreCards, Optional.empty());
        }

        /** The same with what measuring cost. */
        public Result costing(Money known) {
            return new Result(scoreCards, Optional.of(known));
        }
    }

    /**
     * What to measure.
     *
     * @param runId the run's id, by which answers are found again
     * @param candidate the new model
     * @param test the examples held back for this
     * @param champion the version that now holds the alias, where there is one
     * @param price what so many tokens of the new model cost by the plan's prices; empty where these are not
     *     known
     * @param heartbeat to be called now and then while it takes long, from any thread, so that nobody
     *     else takes over; what it throws must end the evaluation, because another process has the run then
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
