package dev.finetuning.chat;

import dev.finetuning.example.Message;
import java.time.Duration;
import java.util.Optional;

/**
 * A model's answer.
 *
 * @param message the answer
 * @param finishReason why it ended, in the provider's own word: {@code "stop"}, {@code "length"},
 *     {@code "tool_calls"}, …
 * @param usage what it cost in tokens
 * @param latency from sending to the last byte; zero where nobody measured it, as with batches
 * @param modelId the model that answered, as the provider names it
 * @param requestId the provider's id of the request, where it gave one
 */
public record ChatReply(
        Message message,
        String finishReason,
        Usage usage,
        Duration latency,
        String modelId,
        Optional<String> requestId) {
    /** The finish reason of an answer that ended by itself. */
    public static final String STOP = "stop";

    private static final String FENCE = "```";

    /** A plain answer that ended by itself. */
    public static ChatReply of(String modelId, String text, Usage usage, Duration latency) {
        return new ChatReply(Message.assistant(text), STOP, usage, latency, modelId, Optional.empty());
    }

    /** An answer without a request id. */
    public static ChatReply of(Message message, String finishReason, Usage usage, Duration latency, String modelId) {
        return new ChatReply(message, finishReason, usage, latency, modelId, Optional.empty());
    }

    /** The answer's readable text, empty where there is none. */
    public String text() {
        return message.text();
    }

    /** The same without surrounding white space and the Markdown fence that models like to wrap JSON in. */
    public String unfencedText() {
        String text = text().strip();
        return text.startsWith(FENCE)
                        && text.endsWith(FENCE)
                        && text.indexOf('\n') > 0
                        && text.length() > 2 * FENCE.length()
                ? text.substring(text.indexOf('\n') + 1, text.length() - FENCE.length())
                : text;
    }
}
