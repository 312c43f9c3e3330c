package dev.finetuning.routing;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.registry.version.ModelVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer and the version it came from, for feedback.
 *
 * @param reply the answer
 * @param versionOrNull the version; null where the last resort answered
 */
public record RoutedReply(ChatReply reply, @Nullable ModelVersion versionOrNull) {
    /** The version that answered; empty where the last resort did. */
    public Optional<ModelVersion> version() {
        return Optional.ofNullable(versionOrNull);
    }
}
