package dev.finetuning.synthesis;

import dev.finetuning.example.Example;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a question.
 *
 * @param question the question
 * @param made what its answer holds; empty where there is none
 * @param code why there is no answer, in lower snake case; null where there is one, or may be later
 * @param reason the same for people
 */
record Answered(
        Question question, List<Example> made, @Nullable String code, String reason) {
    static Answered with(Question question, List<Example> made) {
        return new Answered(question, made, null, "");
    }

    static Answered never(Question question, String code, String reason) {
        return new Answered(question, List.of(), code, reason);
    }

    /** Nobody answered; asking again later may help. */
    static Answered later(Question question) {
        return new Answered(question, List.of(), null, "");
    }

    boolean isOpen() {
        return made.isEmpty() && code == null;
    }
}
