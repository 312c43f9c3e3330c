package dev.finetuning.routing;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.registry.version.ModelVersion;

/** Knows how to ask a registered version, usually {@code version -> pipeline.chatModel(version.modelId())}. */
@FunctionalInterface
public interface ChatModels {
    /** A model that asks this version. Called once for each version; thread-safe. */
    ChatModel open(ModelVersion version);
}
