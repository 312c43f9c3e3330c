package dev.finetuning.asking;

import dev.finetuning.chat.ChatReply;
import java.util.Optional;

/**
 * How a question ended: with a reply, or with the reason why there is none.
 *
 * @param reply the reply, where there is one
 * @param failure why there is none; empty where there is a reply
 * @param askedBy the undertaking that asked: an evaluation's id, or whatever its asker calls itself
 */
public record Answer(Optional<ChatReply> reply, Optional<Failure> failure, String askedBy) {
    /**
     * Why a question has no answer.
     *
     * @param kind what went wrong
     * @param message the facts for people; holds no content
     */
    public record Failure(FailureKind kind, String message) {}

    /**
     * Checks that it is one of the two.
     *
     * @throws IllegalArgumentException unless there is either a reply or a failure
     */
    public Answer {
        if (reply.isPresent() == failure.isPresent()) {
            throw new IllegalArgumentException("an answer has either a reply or a failure");
        }
    }

    /** A reply. */
    public static Answer of(ChatReply reply, String askedBy) {
        return new Answer(Optional.of(reply), Optional.empty(), askedBy);
    }

    /** No reply, and why. */
    public static Answer failed(FailureKind kind, String message, String askedBy) {
        return new Answer(Optional.empty(), Optional.of(new Failure(kind, message)), askedBy);
    }

    /** Whether asking again could not change it. */
    public boolean isSettled() {
        return failure.isEmpty() || !failure.get().kind().retryable();
    }
}
