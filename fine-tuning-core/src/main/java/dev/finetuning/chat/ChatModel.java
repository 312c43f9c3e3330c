package dev.finetuning.chat;

/**
 * A model that can be asked. Implementations are thread-safe; one call is one question, sent once or
 * retried by the implementation where that is safe.
 */
public interface ChatModel {
    /** The id by which its provider knows the model. */
    String id();

    /**
     * Asks and waits for the answer.
     *
     * @throws dev.finetuning.provider.ProviderException typed by what the caller can do; see its
     *     subtypes
     */
    ChatReply ask(ChatRequest request);

    /** Who answers behind the model, for people and cache keys: a provider's name or a base URL. */
    default String host() {
        return "";
    }

    /**
     * What the id stands for at this moment. A model whose id is an alias names the version that the
     * alias points to now, so that an answer of one version is never taken for an answer of the next. By
     * default the id itself.
     */
    default String version() {
        return id();
    }
}
