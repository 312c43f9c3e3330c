package dev.finetuning.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;

/**
 * Chat models in both directions. A model of this library, such as a routed one that follows its alias, answers where
 * an application asks LangChain4j; and a model of LangChain4j can be an evaluator's model, a judge, a champion or a
 * fallback here. All results are thread-safe if the models are.
 *
 * <p>Carried both ways: system, user, assistant and tool messages, images by URL or as data, tools with their schemas,
 * tool calls and their results, temperature, top-p, frequency and presence penalty, maximum number of tokens, stop
 * sequences, tool choice, response format, finish reason, and the tokens used. Anything else is refused before the
 * model is asked: towards LangChain4j's callers by {@link
 * dev.langchain4j.exception.UnsupportedFeatureException}, towards this library's by {@link
 * dev.finetuning.provider.RequestRejectedException}, which lists all reasons. Attributes and metadata of messages and
 * tools, and earlier thinking, are an application's own in LangChain4j and are not sent. A seed and a training weight
 * have no place in LangChain4j and are not sent either; a seed is for models that support one.
 *
 * <p>Failures keep what a caller can do about them: a rate limit is a rate limit on both sides, with the other
 * library's exception as the cause.
 */
public final class LangChain4jBridge {
    private LangChain4jBridge() {}

    /** A model of this library for LangChain4j. */
    public static ChatModel chatModel(dev.finetuning.chat.ChatModel model) {
        return new BridgedChatModel(model);
    }

    /**
     * A model of this library for LangChain4j, streaming. The handler is called in a background thread, and its handle
     * cancels the call. An answer that is cut off is an error whose cause, a {@link
     * dev.finetuning.provider.AnswerCutOffException}, has the text that arrived.
     */
    public static StreamingChatModel streamingChatModel(dev.finetuning.chat.ChatModel model) {
        return new BridgedStreamingChatModel(model);
    }

    /**
     * A model of LangChain4j for this library. {@code stream} hands over its answer as one part.
     *
     * @param provider who answers, for people and cache keys: {@code "openai"}
     * @param id the provider's id of the model
     * @throws IllegalArgumentException if the id is blank
     */
    public static dev.finetuning.chat.ChatModel model(String provider, String id, ChatModel model) {
        return new ForeignChatModel(provider, id, model);
    }

    /**
     * A model of LangChain4j for this library, with its streaming twin, which {@code stream} asks.
     *
     * @param provider who answers, for people and cache keys: {@code "openai"}
     * @param id the provider's id of the model
     * @throws IllegalArgumentException if the id is blank
     */
    public static dev.finetuning.chat.ChatModel model(
            String provider, String id, ChatModel model, StreamingChatModel streaming) {
        return new ForeignStreamingChatModel(provider, id, model, streaming);
    }
}
