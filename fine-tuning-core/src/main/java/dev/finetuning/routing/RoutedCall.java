package dev.finetuning.routing;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.util.Optional;

/**
 * A question that went to a version, and its outcome.
 *
 * @param version the version that was asked
 * @param alias the alias through which it was reached
 * @param shadow whether it was a shadow copy
 * @param request the question
 * @param reply the answer, if there is one
 * @param failure why there is no answer; empty if there is one
 */
public record RoutedCall(
        ModelVersion version,
        Alias alias,
        boolean shadow,
        ChatRequest request,
        Optional<ChatReply> reply,
        Optional<ProviderException> failure) {
    /** Version and outcome, without content. */
    @Override
    public String toString() {
        return version.id() + " as " + alias + (shadow ? " in the shadow" : "")
                + (failure.isEmpty() ? " answered" : " failed");
    }
}
