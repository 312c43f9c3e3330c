package dev.finetuning.routing;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.registry.version.ModelVersion;
import java.util.Optional;

/**
 * An answer and the version it came from, for feedback.
 *
 * @param reply the answer
 * @param version the version that answered; empty where the last resort did
 */
public record RoutedReply(ChatReply reply, Optional<ModelVersion> version) {}
