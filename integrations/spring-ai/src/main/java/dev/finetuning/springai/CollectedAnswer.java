package dev.finetuning.springai;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/** An answer of Spring AI, in one response or in many. Not thread-safe. */
final class CollectedAnswer {
    private final StringBuilder text = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private String modelId = "";
    private String requestId = "";
    private String finishReason = "";
    private Usage usage = Usage.NONE;

    /** Takes a response, and gives the text in it. */
    String add(ChatResponse response) {
        var metadata = response.getMetadata();
        modelId = later(modelId, metadata.getModel());
        requestId = later(requestId, metadata.getId());
        Usage counted = usage(metadata.getUsage());
        if (!counted.equals(Usage.NONE)) {
            usage = counted;
        }
        Generation generation = response.getResult();
        if (generation == null) {
            return "";
        }
        finishReason = later(finishReason, generation.getMetadata().getFinishReason());
        for (AssistantMessage.ToolCall call : generation.getOutput().getToolCalls()) {
            calls.add(
                    call.id().isEmpty()
                            ? ToolCall.of(call.name(), call.arguments())
                            : ToolCall.of(call.id(), call.name(), call.arguments()));
        }
        String part = Objects.requireNonNullElse(generation.getOutput().getText(), "");
        text.append(part);
        return part;
    }

    private static String later(String before, @Nullable String now) {
        return now == null || now.isBlank() ? before : now;
    }

    private static Usage usage(org.springframework.ai.chat.metadata.@Nullable Usage theirs) {
        if (theirs == null) {
            return Usage.NONE;
        }
        long input = number(theirs.getPromptTokens());
        return new Usage(
                input, Math.min(input, number(theirs.getCacheReadInputTokens())), number(theirs.getCompletionTokens()));
    }

    private static long number(@Nullable Number count) {
        return count == null ? 0 : count.longValue();
    }

    /** The text so far. */
    String text() {
        return text.toString();
    }

    /**
     * The whole answer.
     *
     * @param asked the model that was asked, where the answer names none
     */
    ChatReply reply(String asked, Duration latency) {
        Message.Builder message = Message.builder(Role.ASSISTANT).toolCalls(calls);
        if (!text.isEmpty() || calls.isEmpty()) {
            message.content(Content.of(text.toString()));
        }
        String otherwise = calls.isEmpty() ? ChatReply.STOP : "tool_calls";
        return new ChatReply(
                message.build(),
                finishReason.isEmpty() ? otherwise : FinishReasons.ours(finishReason),
                usage,
                latency,
                modelId.isEmpty() ? asked : modelId,
                Optional.of(requestId).filter(id -> !id.isEmpty()));
    }
}
