package dev.finetuning.routing;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question that went to a version, and what came of it.
 *
 * @param version the version that was asked
 * @param alias the alias it was asked as
 * @param shadow whether it was a copy that nobody waited for
 * @param replyOrNull the answer; null where there is none
 * @param failureOrNull why there is none; null where there is one
 */
public record RoutedCall(
        ModelVersion version,
        Alias alias,
        boolean shadow,
        @Nullable ChatReply replyOrNull,
        @Nullable ProviderException failureOrNull) {
    /** The answer. */
    public Optional<ChatReply> reply() {
        return Optional.ofNullable(replyOrNull);
    }

    /** Why there is no answer. */
    public Optional<ProviderException> failure() {
        return Optional.ofNullable(failureOrNull);
    }

    /** Who was asked and how it went, without content. */
    @Override
    public String toString() {
        return version.id() + " as " + alias + (shadow ? " in the shadow" : "")
                + (failureOrNull == null ? " answered" : " failed");
    }
}
