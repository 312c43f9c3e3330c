package dev.finetuning.chat;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A model that answers questions. Implementations are thread-safe. One call is one question, sent once, or
 * retried by the implementation if that is safe. An interrupt ends a call that waits for an answer.
 */
public interface ChatModel {
    /** The provider's id of the model. */
    String id();

    /**
     * Sends a question and waits for the answer, at most until the question's deadline. A {@link Deadline} keeps it for
     * implementations whose client takes no limit.
     *
     * @throws dev.finetuning.provider.DeadlinePassedException if the answer takes longer than the question's deadline
     * @throws dev.finetuning.provider.ProviderException if there is no answer; the subtype says what the
     *     caller can do
     */
    ChatReply ask(ChatRequest request);

    /**
     * Sends a question and hands over the text of the answer while it is written. The parts come in order, in the
     * calling thread, and joined they are the text of the reply. Tool calls, the finish reason and the usage
     * are known at the end and only in the reply. The question's deadline is for the whole answer. By default the whole
     * text is one part.
     *
     * @param parts takes each part; an exception that it throws ends the call and reaches the caller
     * @return the whole answer
     * @throws dev.finetuning.provider.AnswerCutOffException if the answer ended early, after the first part
     * @throws dev.finetuning.provider.ProviderException if there is no answer; no part was handed over
     */
    default ChatReply stream(ChatRequest request, Consumer<String> parts) {
        ChatReply reply = ask(request);
        if (!reply.text().isEmpty()) {
            parts.accept(reply.text());
        }
        return reply;
    }

    /**
     * Asks in a background thread. The future fails with what {@link #ask} throws. Cancelling it ends the
     * call at once; a question that has left may be charged all the same.
     */
    default CompletableFuture<ChatReply> askAsync(ChatRequest request) {
        return AsyncReply.of(() -> ask(request));
    }

    /**
     * Streams in a background thread, which is also the one that hands over the parts; otherwise as {@link
     * #askAsync}.
     */
    default CompletableFuture<ChatReply> streamAsync(ChatRequest request, Consumer<String> parts) {
        return AsyncReply.of(() -> stream(request, parts));
    }

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
