package dev.finetuning.chat;

import dev.finetuning.example.Message;
import java.time.Duration;
import java.util.Optional;

/**
 * A model's answer.
 *
 * @param message the answer
 * @param finishReason why it ended, in the provider's own word: {@code "stop"}, {@code "length"}, {@code
 *     "tool_calls"}, …
 * @param usage the tokens it used
 * @param latency from sending to the last byte; zero if not measured, as in batches
 * @param modelId the model that answered, as the provider names it
 * @param requestId the provider's id of the request, if it gave one
 * @param firstToken from sending to the first part of a streamed answer, if that was measured
 */
public record ChatReply(
        Message message,
        String finishReason,
        Usage usage,
        Duration latency,
        String modelId,
        Optional<String> requestId,
        Optional<Duration> firstToken) {
    /** The finish reason of a complete answer. */
    public static final String STOP = "stop";

    private static final String FENCE = "```";

    /** An answer whose first token was not waited for. */
    public ChatReply(
            Message message,
            String finishReason,
            Usage usage,
            Duration latency,
            String modelId,
            Optional<String> requestId) {
        this(message, finishReason, usage, latency, modelId, requestId, Optional.empty());
    }

    /** This answer with the time to its first token. */
    public ChatReply withFirstToken(Duration fromSending) {
        return new ChatReply(message, finishReason, usage, latency, modelId, requestId, Optional.of(fromSending));
    }

    /** A complete answer of plain text. */
    public static ChatReply of(String modelId, String text, Usage usage, Duration latency) {
        return new ChatReply(Message.assistant(text), STOP, usage, latency, modelId, Optional.empty());
    }

    /** An answer without a request id. */
    public static ChatReply of(Message message, String finishReason, Usage usage, Duration latency, String modelId) {
        return new ChatReply(message, finishReason, usage, latency, modelId, Optional.empty());
    }

    /** The readable text of the answer; empty if there is none. */
    public String text() {
        return message.text();
    }

    /** The text without surrounding white space and without a Markdown fence, which models like to put around JSON. */
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
