package dev.finetuning.chat;

import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.internal.content.FrozenMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A question to a model.
 *
 * @param messages the conversation so far
 * @param tools the tools the model may call
 * @param temperature the sampling temperature; empty for the provider's default
 * @param maxTokens the maximum number of tokens in the answer; empty for the provider's default
 * @param seed a seed, for providers that support one
 * @param options further settings by the provider's own names, as JSON values
 * @param deadline how long the answer may take, from the call to its end; empty for the model's own limit
 */
public record ChatRequest(
        List<Message> messages,
        List<Tool> tools,
        OptionalDouble temperature,
        OptionalInt maxTokens,
        OptionalLong seed,
        Map<String, Object> options,
        Optional<Duration> deadline) {
    /**
     * Copies lists and map.
     *
     * @throws IllegalArgumentException if there is no message, or a setting is out of range for every
     *     provider
     */
    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        options = FrozenMap.copy(options);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a chat request needs at least one message");
        }
        if (temperature.isPresent() && !(temperature.getAsDouble() >= 0)) {
            throw new IllegalArgumentException("temperature must be at least 0: " + temperature.getAsDouble());
        }
        if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1: " + maxTokens.getAsInt());
        }
        deadline.ifPresent(ChatRequest::requirePositive);
    }

    /** A request with the provider's defaults. */
    public static ChatRequest of(List<Message> messages) {
        return new ChatRequest(
                messages,
                List.of(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Map.of(),
                Optional.empty());
    }

    /** A single user message with the provider's defaults. */
    public static ChatRequest of(String userMessage) {
        return of(List.of(Message.user(userMessage)));
    }

    /** This request with these tools. */
    public ChatRequest withTools(List<Tool> newTools) {
        return new ChatRequest(messages, newTools, temperature, maxTokens, seed, options, deadline);
    }

    /** This request with another temperature. */
    public ChatRequest withTemperature(double newTemperature) {
        return new ChatRequest(messages, tools, OptionalDouble.of(newTemperature), maxTokens, seed, options, deadline);
    }

    /** This request with another maximum for the answer. */
    public ChatRequest withMaxTokens(int newMaxTokens) {
        return new ChatRequest(messages, tools, temperature, OptionalInt.of(newMaxTokens), seed, options, deadline);
    }

    /** This request with a seed. */
    public ChatRequest withSeed(long newSeed) {
        return new ChatRequest(messages, tools, temperature, maxTokens, OptionalLong.of(newSeed), options, deadline);
    }

    /** This request with a setting by the provider's own name. */
    public ChatRequest withOption(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(options);
        more.put(name, value);
        return new ChatRequest(messages, tools, temperature, maxTokens, seed, more, deadline);
    }

    /**
     * This request with a deadline: the answer is whole within this time from the call, or the call fails with a
     * {@link dev.finetuning.provider.DeadlinePassedException}. A model's own limit applies too, if it is shorter. Through
     * a router the time is that of all versions together. It does not apply to batches.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public ChatRequest withDeadline(Duration fromTheCall) {
        return new ChatRequest(messages, tools, temperature, maxTokens, seed, options, Optional.of(fromTheCall));
    }

    private static void requirePositive(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a deadline must be positive: " + deadline);
        }
    }

    /** This request with another conversation. */
    public ChatRequest withMessages(List<Message> newMessages) {
        return new ChatRequest(newMessages, tools, temperature, maxTokens, seed, options, deadline);
    }
}
