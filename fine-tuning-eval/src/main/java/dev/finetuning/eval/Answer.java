package dev.finetuning.eval;

import dev.finetuning.chat.ChatReply;
import org.jspecify.annotations.Nullable;

/**
 * How a question ended.
 *
 * @param reply the reply, or null
 * @param error the error, or null
 * @param evaluationId the evaluation that asked
 */
record Answer(@Nullable ChatReply reply, @Nullable CaseError error, String evaluationId) {
    static Answer of(ChatReply reply, String evaluationId) {
        return new Answer(reply, null, evaluationId);
    }

    static Answer of(CaseError error, String evaluationId) {
        return new Answer(null, error, evaluationId);
    }

    /** Whether asking again could change it. */
    boolean settled() {
        return error == null || !error.kind().retryable();
    }
}
