package dev.finetuning.asking;

import dev.finetuning.chat.ChatReply;
import java.util.Optional;

/**
 * The result of a question: a reply, or the reason why there is none.
 *
 * @param reply the reply, if there is one
 * @param failure why there is no reply; empty if there is one
 * @param askedBy what asked it: an evaluation's id, or another name given by the caller
 */
public record Answer(Optional<ChatReply> reply, Optional<Failure> failure, String askedBy) {
    /**
     * Why a question has no answer.
     *
     * @param kind what went wrong
     * @param message details for people, without content
     */
    public record Failure(FailureKind kind, String message) {}

    /**
     * Checks that there is either a reply or a failure.
     *
     * @throws IllegalArgumentException unless there is exactly one of them
     */
    public Answer {
        if (reply.isPresent() == failure.isPresent()) {
            throw new IllegalArgumentException("an answer has either a reply or a failure");
        }
    }

    /** A result with a reply. */
    public static Answer of(ChatReply reply, String askedBy) {
        return new Answer(Optional.of(reply), Optional.empty(), askedBy);
    }

    /** A result without a reply. */
    public static Answer failed(FailureKind kind, String message, String askedBy) {
        return new Answer(Optional.empty(), Optional.of(new Failure(kind, message)), askedBy);
    }

    /** Whether the result is final, so that asking again would not change it. */
    public boolean isSettled() {
        return failure.isEmpty() || !failure.get().kind().retryable();
    }
}
