package dev.finetuning.chat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one question of a batch: a reply, or the host's word why there is none.
 *
 * @param answered the reply, null where there is none
 * @param failure why there is none; null where there is a reply
 * @param refused whether the same question would fail again; false where there is a reply
 */
public record BatchAnswer(
        @Nullable ChatReply answered, @Nullable String failure, boolean refused) {
    /**
     * Checks that it is one of the two.
     *
     * @throws IllegalArgumentException unless exactly one is given, or a reply is refused
     */
    public BatchAnswer {
        if ((answered == null) == (failure == null) || (refused && answered != null)) {
            throw new IllegalArgumentException("a batch answer is a reply or a failure, not both or neither");
        }
    }

    /** A reply. */
    public static BatchAnswer of(ChatReply reply) {
        return new BatchAnswer(reply, null, false);
    }

    /** No reply, and why; the same question may be answered in another batch. */
    public static BatchAnswer failed(String why) {
        return new BatchAnswer(null, why, false);
    }

    /** No reply, and why; the host refuses this question as it stands. */
    public static BatchAnswer refused(String why) {
        return new BatchAnswer(null, why, true);
    }

    /** The reply, where there is one. */
    public Optional<ChatReply> reply() {
        return Optional.ofNullable(answered);
    }
}
