package dev.finetuning.chat;

import java.util.Optional;

/**
 * The result of one question of a batch: a reply, or the provider's reason why there is none.
 *
 * @param reply the reply, if there is one
 * @param failure why there is no reply; empty if there is one
 * @param refused whether the same question would fail again; false if there is a reply
 */
public record BatchAnswer(Optional<ChatReply> reply, Optional<String> failure, boolean refused) {
    /**
     * Checks that there is either a reply or a failure.
     *
     * @throws IllegalArgumentException unless exactly one is given, or if a reply is marked as refused
     */
    public BatchAnswer {
        if (reply.isPresent() == failure.isPresent() || (refused && reply.isPresent())) {
            throw new IllegalArgumentException("a batch answer is a reply or a failure, not both or neither");
        }
    }

    /** A result with a reply. */
    public static BatchAnswer of(ChatReply reply) {
        return new BatchAnswer(Optional.of(reply), Optional.empty(), false);
    }

    /** A result without a reply; the same question may succeed in another batch. */
    public static BatchAnswer failed(String why) {
        return new BatchAnswer(Optional.empty(), Optional.of(why), false);
    }

    /** A result without a reply; the provider refuses this question as it is. */
    public static BatchAnswer refused(String why) {
        return new BatchAnswer(Optional.empty(), Optional.of(why), true);
    }
}
