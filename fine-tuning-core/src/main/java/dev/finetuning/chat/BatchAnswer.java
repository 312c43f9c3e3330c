package dev.finetuning.chat;

import java.util.Optional;

/**
 * What became of one question of a batch: a reply, or the provider's words why there is none.
 *
 * @param reply the reply, where there is one
 * @param failure why there is none; empty where there is a reply
 * @param refused whether the same question would fail again; false where there is a reply
 */
public record BatchAnswer(Optional<ChatReply> reply, Optional<String> failure, boolean refused) {
    /**
     * Checks that it is one of the two.
     *
     * @throws IllegalArgumentException unless exactly one is given, or a reply is refused
     */
    public BatchAnswer {
        if (reply.isPresent() == failure.isPresent() || (refused && reply.isPresent())) {
            throw new IllegalArgumentException("a batch answer is a reply or a failure, not both or neither");
        }
    }

    /** A reply. */
    public static BatchAnswer of(ChatReply reply) {
        return new BatchAnswer(Optional.of(reply), Optional.empty(), false);
    }

    /** No reply, and why; the same question may be answered in another batch. */
    public static BatchAnswer failed(String why) {
        return new BatchAnswer(Optional.empty(), Optional.of(why), false);
    }

    /** No reply, and why; the provider refuses this question as it stands. */
    public static BatchAnswer refused(String why) {
        return new BatchAnswer(Optional.empty(), Optional.of(why), true);
    }
}
