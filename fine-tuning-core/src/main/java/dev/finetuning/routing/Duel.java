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
record Duel(int questions, int version, int predecessor, int better) {
    static Duel of(
            BiPredicate<ModelVersion, ChatRequest> answers,
            ModelVersion version,
            ModelVersion predecessor,
            List<ChatRequest> questions) {
        Duel duel = new Duel(0, 0, 0, 0);
        for (ChatRequest question : questions) {
            boolean own = answers.test(version, question);
            boolean other = answers.test(predecessor, question);
            duel = new Duel(
                    duel.questions + 1,
                    duel.version + (own ? 1 : 0),
                    duel.predecessor + (other ? 1 : 0),
                    duel.better + (other && !own ? 1 : 0));
        }
        return duel;
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
