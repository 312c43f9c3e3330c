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
 * @param isUnusable whether there is an answer that is not what was asked for
 */
record Answered(
        SeedQuestion question, List<Example> made, @Nullable String code, String reason, boolean isUnusable) {
    static Answered with(SeedQuestion question, List<Example> made) {
        return new Answered(question, made, null, "", false);
    }

    static Answered never(SeedQuestion question, String code, String reason) {
        return new Answered(question, List.of(), code, reason, false);
    }

    static Answered unusable(SeedQuestion question, UnusableAnswerException why) {
        return new Answered(question, List.of(), why.code(), why.reason(), true);
    }

    /** Nobody answered; asking again later may help. */
    static Answered later(SeedQuestion question) {
        return new Answered(question, List.of(), null, "", false);
    }

    boolean isOpen() {
        return made.isEmpty() && code == null;
    }
}
