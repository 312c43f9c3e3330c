package dev.finetuning.routing;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.registry.version.ModelVersion;

/** Opens the chat model of a registered version; usually {@code version -> pipeline.chatModel(version.modelId())}. */
@FunctionalInterface
public interface ChatModels {
    /** A chat model for this version. Called again if the version has not been asked for a while; thread-safe. */
    ChatModel open(ModelVersion version);
}
