package dev.finetuning.springai;

import org.springframework.ai.chat.model.ChatModel;

/**
 * Chat models in both directions. A model of this library, such as a routed one that follows its alias, answers where
 * an application asks Spring AI; and a model of Spring AI can be an evaluator's model, a judge, a champion or a
 * fallback here. All results are thread-safe if the models are.
 *
 * <p>Carried both ways: system, user, assistant and tool messages, images by URL or as data, tools with their schemas,
 * tool calls and their results, temperature, top-p, top-k, frequency and presence penalty, maximum number of tokens,
 * stop sequences, finish reason, and the tokens used, cached ones too. Anything else is refused before the model is
 * asked, by a {@link dev.finetuning.provider.RequestRejectedException} that lists all reasons. Metadata of messages and
 * the context of tools are an application's own in Spring AI and are not sent. A seed and a training weight have no
 * place in Spring AI and are not sent either; a seed is for models that support one.
 *
 * <p>Failures of a model of this library reach Spring AI's callers as they are, typed by what to do next.
 */
public final class SpringAiBridge {
    private SpringAiBridge() {}

    /**
     * A model of this library for Spring AI, blocking and streaming. Tools are not called by the model but by whoever
     * asks, as {@code ChatClient} does.
     */
    public static ChatModel chatModel(dev.finetuning.chat.ChatModel model) {
        return new BridgedChatModel(model);
    }

    /**
     * A model of Spring AI for this library. {@code stream} asks its stream.
     *
     * <p>Spring AI has no failures of its own that say what to do next: a {@code TransientAiException} or a failure of
     * the connection becomes a {@link dev.finetuning.provider.RetryLaterException}, a {@code NonTransientAiException} a
     * {@link dev.finetuning.provider.RequestRejectedException}, and anything else a {@link
     * dev.finetuning.provider.ProviderFaultException}, with what was thrown as its cause.
     *
     * @param provider who answers, for people and cache keys: {@code "openai"}
     * @param id the provider's id of the model
     * @throws IllegalArgumentException if the id is blank
     */
    public static dev.finetuning.chat.ChatModel model(String provider, String id, ChatModel model) {
        return new ForeignChatModel(provider, id, model);
    }
}
