package dev.finetuning.routing;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.registry.version.ModelVersion;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A version and its predecessor, asked the same at the same time.
 *
 * @param questions how many were asked
 * @param version how many of them the version answered
 * @param predecessor how many of them the predecessor answered
 * @param better how many of them the predecessor answered and the version did not
 */
record PredecessorCheck(int questions, int version, int predecessor, int better) {
    static PredecessorCheck of(
            BiPredicate<ModelVersion, ChatRequest> answers,
            ModelVersion version,
            ModelVersion predecessor,
            List<ChatRequest> questions) {
        PredecessorCheck check = new PredecessorCheck(0, 0, 0, 0);
        for (ChatRequest question : questions) {
            boolean own = answers.test(version, question);
            boolean other = answers.test(predecessor, question);
            check = new PredecessorCheck(
                    check.questions + 1,
                    check.version + (own ? 1 : 0),
                    check.predecessor + (other ? 1 : 0),
                    check.better + (other && !own ? 1 : 0));
        }
        return check;
    }

    /** Whether the predecessor does better on most of the questions. */
    boolean isLost() {
        return 2 * better > questions;
    }

    @Override
    public String toString() {
        return "asked the same, it answered " + version + " and its predecessor " + predecessor + " of " + questions;
    }
}
