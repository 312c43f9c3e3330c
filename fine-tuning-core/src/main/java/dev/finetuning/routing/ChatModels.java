package dev.finetuning.routing;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.registry.version.ModelVersion;

/** Knows how to ask a registered version, usually {@code version -> pipeline.chatModel(version.modelId())}. */
@FunctionalInterface
public interface ChatModels {
    /** A model that asks this version. Called again for a version that was not asked for a while; thread-safe. */
    ChatModel open(ModelVersion version);
}
