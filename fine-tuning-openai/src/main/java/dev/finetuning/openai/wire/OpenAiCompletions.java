package dev.finetuning.openai.wire;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chat requests as bodies, and completions as replies; shared by single questions and batches. */
public final class OpenAiCompletions {
    private OpenAiCompletions() {}

    public static Map<String, Object> fields(String model, ChatRequest request, HostProfile profile) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put(
                "messages",
                request.messages().stream()
                        .map(m -> OpenAiLines.message(m, false))
                        .toList());
        if (!request.tools().isEmpty()) {
            body.put("tools", request.tools().stream().map(OpenAiLines::tool).toList());
        }
        request.temperature().ifPresent(value -> body.put("temperature", value));
        request.maxTokens().ifPresent(value -> body.put(profile.answerLimit(), value));
        request.seed().ifPresent(value -> body.put("seed", value));
        body.putAll(request.options());
        return body;
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
        String text = wire.text("content");
        String refusal = wire.text("refusal");
        return new Message(
                Role.ASSISTANT,
                text == null ? null : Content.of(text),
                null,
                null,
                wire.objects("tool_calls").stream().map(OpenAiCompletions::call).toList(),
                null,
                refusal == null ? Map.of() : Map.of("refusal", refusal));
    }

    private static ToolCall call(WireObject wire) {
        WireObject function = wire.object("function");
        return new ToolCall(wire.text("id"), function.text("name", ""), function.text("arguments", ""));
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
