package dev.finetuning.routing;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.registry.version.ModelVersion;
import java.util.Optional;

/**
 * An answer and the version that gave it, for feedback.
 *
 * @param reply the answer
 * @param version the version that answered; empty if the last resort did
 */
public record RoutedReply(ChatReply reply, Optional<ModelVersion> version) {}
