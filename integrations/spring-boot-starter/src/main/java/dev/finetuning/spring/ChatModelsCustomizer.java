package dev.finetuning.spring;

import dev.finetuning.routing.ChatModels;

/** Wraps how the router opens chat models. All beans of this type are applied, in their order. */
@FunctionalInterface
public interface ChatModelsCustomizer {
    /** The chat models to use instead. */
    ChatModels customize(ChatModels models);
}
