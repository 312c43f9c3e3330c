package dev.finetuning.chat;

import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question for a model.
 *
 * @param messages the conversation so far
 * @param tools the tools on offer
 * @param temperature sampling temperature; null means the host's default
 * @param maxTokens the most tokens the answer may have; null means the host's default
 * @param seed a seed for hosts that honour one; null means none
 * @param options host-specific settings by the host's own names, as JSON values
 */
public record ChatRequest(
        List<Message> messages,
        List<Tool> tools,
        @Nullable Double temperature,
        @Nullable Integer maxTokens,
        @Nullable Long seed,
        Map<String, Object> options) {
    /**
     * Copies lists and map.
     *
     * @throws IllegalArgumentException if there is no message, or a setting is out of any host's range
     */
    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a chat request needs at least one message");
        }
        if (temperature != null && !(temperature >= 0)) {
            throw new IllegalArgumentException("temperature must be at least 0: " + temperature);
        }
        if (maxTokens != null && maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1: " + maxTokens);
        }
    }

    /** A request with the host's defaults. */
    public static ChatRequest of(List<Message> messages) {
        return new ChatRequest(messages, List.of(), null, null, null, Map.of());
    }

    /** A single user message with the host's defaults. */
    public static ChatRequest of(String userMessage) {
        return of(List.of(Message.user(userMessage)));
    }

    /** The same request with these tools. */
    public ChatRequest withTools(List<Tool> newTools) {
        return new ChatRequest(messages, newTools, temperature, maxTokens, seed, options);
    }

    /** The same request at another temperature. */
    public ChatRequest withTemperature(double newTemperature) {
        return new ChatRequest(messages, tools, newTemperature, maxTokens, seed, options);
    }

    /** The same request with another limit on the answer. */
    public ChatRequest withMaxTokens(int newMaxTokens) {
        return new ChatRequest(messages, tools, temperature, newMaxTokens, seed, options);
    }

    /** The same request with a seed. */
    public ChatRequest withSeed(long newSeed) {
        return new ChatRequest(messages, tools, temperature, maxTokens, newSeed, options);
    }

    /** The same request with one more host-specific setting. */
    public ChatRequest withOption(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(options);
        more.put(name, value);
        return new ChatRequest(messages, tools, temperature, maxTokens, seed, more);
    }

    /** The same request for another conversation. */
    public ChatRequest withMessages(List<Message> newMessages) {
        return new ChatRequest(newMessages, tools, temperature, maxTokens, seed, options);
    }
}
