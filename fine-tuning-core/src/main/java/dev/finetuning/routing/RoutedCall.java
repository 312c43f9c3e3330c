package dev.finetuning.routing;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.util.Optional;

/**
 * A question that went to a version, and what came of it.
 *
 * @param version the version that was asked
 * @param alias the alias it was asked as
 * @param shadow whether it was a copy that nobody waited for
 * @param request the question
 * @param reply the answer; empty where there is none
 * @param failure why there is none; empty where there is one
 */
public record RoutedCall(
        ModelVersion version,
        Alias alias,
        boolean shadow,
        ChatRequest request,
        Optional<ChatReply> reply,
        Optional<ProviderException> failure) {
    /** Who was asked and how it went, without content. */
    @Override
    public String toString() {
        return version.id() + " as " + alias + (shadow ? " in the shadow" : "")
                + (failure.isEmpty() ? " answered" : " failed");
    }
}
