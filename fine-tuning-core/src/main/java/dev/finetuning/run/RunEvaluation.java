package dev.finetuning.run;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.example.Example;
import dev.finetuning.registry.ModelVersion;
import dev.finetuning.registry.ScoreCard;
import java.util.List;
import java.util.Optional;

/**
 * Measures a run's model. May be called again for the same run after a crash, so it should keep its
 * answers where it finds them again, under the run's id.
 */
@FunctionalInterface
public interface RunEvaluation {
    /** Measures the candidate, and against the incumbent where there is one. */
    List<ScoreCard> evaluate(Task task);

    /** No measuring: the policy then decides without score cards. */
    static RunEvaluation none() {
        return task -> List.of();
    }

    /**
     * What to measure.
     *
     * @param runId the run's id, by which answers are found again
     * @param candidate the new model
     * @param test the examples held back for this
     * @param incumbent the version that now holds the alias, where there is one
     * @param heartbeat to be called now and then while it takes long, so that nobody else takes over
     */
    record Task(
            String runId,
            ChatModel candidate,
            List<Example> test,
            Optional<ModelVersion> incumbent,
            Runnable heartbeat) {
        /** Copies the list. */
        public Task {
            test = List.copyOf(test);
        }
    }
}
