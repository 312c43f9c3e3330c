package dev.finetuning.openweights.internal.serving;

import dev.finetuning.adapter.chat.ChatExchange;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openweights.internal.job.RowForm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A server that answers chat completions, whole or in events. Thread-safe.
 *
 * @param exchange how to talk to it
 * @param url its address
 * @param answerTimeout how long an answer may take
 */
public record ChatHost(ProviderExchange exchange, String url, Duration answerTimeout) implements AutoCloseable {
    private static final String STREAM_OPTIONS = "stream_options";

    /** The server with these settings; nothing is sent yet. */
    public static ChatHost at(HostSettings settings) {
        return new ChatHost(settings.exchange(), settings.url(), settings.answerTimeout());
    }

    /**
     * Asks, and waits for the whole answer.
     *
     * @param model the name of the model
     * @param more fields beside those of the question
     */
    ChatReply ask(String model, ChatRequest request, Map<String, ?> more) {
        return exchange(model).ask(request, form(model, request, more));
    }

    /** The same, and hands over the text while it arrives. */
    ChatReply stream(String model, ChatRequest request, Map<String, ?> more, Consumer<String> parts) {
        Map<String, Object> fields = new LinkedHashMap<>(more);
        fields.put("stream", true);
        fields.putIfAbsent(STREAM_OPTIONS, Map.of("include_usage", true));
        return exchange(model).stream(request, form(model, request, fields), parts);
    }

    private ChatExchange exchange(String model) {
        return new ChatExchange(exchange, model, answer -> {});
    }

    private ProviderRequest form(String model, ChatRequest request, Map<String, ?> more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", model);
        fields.put(
                "messages",
                request.messages().stream().map(RowForm.FORM::message).toList());
        if (!request.tools().isEmpty()) {
            fields.put("tools", RowForm.FORM.tools(request.tools()));
        }
        request.temperature().ifPresent(value -> fields.put("temperature", value));
        request.maxTokens().ifPresent(value -> fields.put("max_tokens", value));
        request.seed().ifPresent(value -> fields.put("seed", value));
        fields.putAll(more);
        return ProviderRequest.post("/v1/chat/completions", fields).within(answerTimeout);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
