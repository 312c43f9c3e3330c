package dev.finetuning.adapter.chat;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Completions as replies, read alike wherever they come from. */
public final class Completions {
    private static final String REFUSAL = "refusal";

    private Completions() {}

    /**
     * The reply, or empty where the completion holds no message.
     *
     * @param model the model that was asked, where the completion does not name one
     */
    public static Optional<ChatReply> reply(
            WireObject completion, String model, Duration latency, Optional<String> requestId) {
        List<WireObject> choices = completion.objects("choices");
        if (choices.isEmpty() || !choices.get(0).hasObject("message")) {
            return Optional.empty();
        }
        WireObject choice = choices.get(0);
        return Optional.of(new ChatReply(
                message(choice.object("message")),
                choice.text("finish_reason", ""),
                usage(completion.object("usage")),
                latency,
                completion.text("model", model),
                requestId));
    }

    private static Message message(WireObject wire) {
        Optional<String> text = text(wire);
        Optional<String> refusal = refusal(wire);
        Message.Builder message = Message.builder(Role.ASSISTANT)
                .toolCalls(wire.objects("tool_calls").stream()
                        .map(Completions::call)
                        .toList());
        text.map(Content::of).ifPresent(message::content);
        refusal.ifPresent(words -> message.extras(Map.of(REFUSAL, words)));
        return message.build();
    }

    /** Content is a text, or parts of which some are text and others what the model thought or refused. */
    static Optional<String> text(WireObject wire) {
        List<WireObject> parts = wire.objects("content");
        if (parts.isEmpty()) {
            return wire.text("content");
        }
        String joined = parts.stream().map(part -> part.text("text", "")).collect(Collectors.joining());
        boolean refusedOnly = joined.isEmpty() && refusal(wire).isPresent();
        return refusedOnly ? Optional.empty() : Optional.of(joined);
    }

    private static Optional<String> refusal(WireObject wire) {
        Stream<String> inParts = wire.objects("content").stream().map(part -> part.text(REFUSAL, ""));
        return Stream.concat(Stream.of(wire.text(REFUSAL, "")), inParts)
                .filter(words -> !words.isEmpty())
                .findFirst();
    }

    /** Arguments are JSON as text; some models answer with the object itself. */
    private static ToolCall call(WireObject wire) {
        WireObject function = wire.object("function");
        String arguments =
                function.hasObject("arguments") ? function.object("arguments").json() : function.text("arguments", "");
        return new ToolCall(wire.text("id"), function.text("name", ""), arguments, Map.of());
    }

    private static Usage usage(WireObject wire) {
        long input = count(wire, "prompt_tokens");
        long cached = count(wire.object("prompt_tokens_details"), "cached_tokens");
        return new Usage(input, Math.min(input, cached), count(wire, "completion_tokens"));
    }

    private static long count(WireObject wire, String field) {
        return Math.max(0, wire.integer(field).orElse(0));
    }
}
