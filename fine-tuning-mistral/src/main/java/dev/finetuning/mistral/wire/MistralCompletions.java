package dev.finetuning.mistral.wire;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chat requests as bodies, and completions as replies; shared by single questions and batches. */
public final class MistralCompletions {
    private MistralCompletions() {}

    /** All but the model, which a batch names once. */
    public static Map<String, Object> fields(ChatRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("messages", messages(request.messages()));
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    request.tools().stream().map(MistralCompletions::tool).toList());
        }
        request.temperature().ifPresent(value -> body.put("temperature", value));
        request.maxTokens().ifPresent(value -> body.put("max_tokens", value));
        request.seed().ifPresent(value -> body.put("random_seed", value));
        body.putAll(request.options());
        return body;
    }

    public static Map<String, Object> fields(String model, ChatRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.putAll(fields(request));
        return body;
    }

    /** Unknown fields are refused here, and only tools have names. */
    public static List<Map<String, Object>> messages(List<Message> messages) {
        return messages.stream().map(MistralCompletions::message).toList();
    }

    private static Map<String, Object> message(Message message) {
        Map<String, Object> fields = MistralMessages.message(message);
        if (message.role() != Role.TOOL) {
            fields.remove("name");
        }
        return fields;
    }

    private static Map<String, Object> tool(Tool tool) {
        return MistralMessages.tool(tool)
                .orElseGet(() -> Map.of("type", String.valueOf(tool.extras().get("type"))));
    }

    /** The reply, or empty where the completion holds no message. */
    public static Optional<ChatReply> reply(
            WireObject completion, String model, Duration latency, @Nullable String requestId) {
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
                Optional.ofNullable(requestId)));
    }

    private static Message message(WireObject wire) {
        String text = text(wire);
        return new Message(
                Role.ASSISTANT,
                text == null ? null : Content.of(text),
                null,
                null,
                wire.objects("tool_calls").stream()
                        .map(MistralCompletions::call)
                        .toList(),
                null,
                Map.of());
    }

    /** Content is a text, or chunks of which some are text and others what the model thought. */
    private static @Nullable String text(WireObject wire) {
        List<WireObject> chunks = wire.objects("content");
        return chunks.isEmpty()
                ? wire.text("content")
                : chunks.stream().map(chunk -> chunk.text("text", "")).collect(Collectors.joining());
    }

    /** Arguments are JSON as text; some models answer with the object itself. */
    private static ToolCall call(WireObject wire) {
        WireObject function = wire.object("function");
        String arguments =
                function.hasObject("arguments") ? function.object("arguments").json() : function.text("arguments", "");
        return new ToolCall(wire.text("id"), function.text("name", ""), arguments);
    }

    private static Usage usage(WireObject wire) {
        long input = count(wire, "prompt_tokens");
        long cached = count(wire.object("prompt_tokens_details"), "cached_tokens");
        return new Usage(input, Math.min(input, cached), count(wire, "completion_tokens"));
    }

    private static long count(WireObject wire, String field) {
        Long tokens = wire.integer(field);
        return tokens == null ? 0 : Math.max(0, tokens);
    }
}
