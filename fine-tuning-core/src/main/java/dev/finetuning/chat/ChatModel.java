package dev.finetuning.chat;

/**
 * A model that answers questions. Implementations are thread-safe. One call is one question, sent once, or
 * retried by the implementation if that is safe.
 */
public interface ChatModel {
    /** The provider's id of the model. */
    String id();

    /**
     * Sends a question and waits for the answer.
     *
     * @throws dev.finetuning.provider.ProviderException if there is no answer; the subtype says what the
     *     caller can do
     */
    ChatReply ask(ChatRequest request);

    /** Who answers, for people and cache keys: the provider's name or a base URL. */
    default String provider() {
        return "";
    }

    /**
     * What the id currently refers to. For an alias it is the version that the alias points to now, so that
     * stored answers of one version are never taken for those of the next. By default the id itself.
     */
    default String version() {
        return id();
    }
}
