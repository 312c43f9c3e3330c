package dev.finetuning.chat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one question of a batch: a reply, or the host's word why there is none.
 *
 * @param answered the reply, null where there is none
 * @param failure why there is none; null where there is a reply
 */
public record BatchAnswer(
        @Nullable ChatReply answered, @Nullable String failure) {
    /**
     * Checks that it is one of the two.
     *
     * @throws IllegalArgumentException unless exactly one is given
     */
    public BatchAnswer {
        if ((answered == null) == (failure == null)) {
            throw new IllegalArgumentException("a batch answer is a reply or a failure, not both or neither");
        }
    }

    /** A reply. */
    public static BatchAnswer of(ChatReply reply) {
        return new BatchAnswer(reply, null);
    }

    /** No reply, and why. */
    public static BatchAnswer failed(String why) {
        return new BatchAnswer(null, why);
    }

    /** The reply, where there is one. */
    public Optional<ChatReply> reply() {
        return Optional.ofNullable(answered);
    }
}
