package dev.finetuning.langchain4j;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers, in both directions. */
final class Responses {
    private Responses() {}

    /** An answer for LangChain4j. */
    static ChatResponse of(ChatReply reply) {
        ChatResponse.Builder response = ChatResponse.builder()
                .aiMessage(message(reply.message()))
                .modelName(reply.modelId())
                .finishReason(finish(reply.finishReason()));
        reply.requestId().ifPresent(response::id);
        if (!reply.usage().equals(Usage.NONE)) {
            response.tokenUsage(usage(reply.usage()));
        }
        return response.build();
    }

    /** An assistant's message for LangChain4j. */
    static AiMessage message(Message message) {
        AiMessage.Builder theirs = AiMessage.builder()
                .toolExecutionRequests(
                        message.toolCalls().stream().map(Responses::call).toList());
        if (message.content().isPresent()) {
            theirs.text(message.text());
        }
        return theirs.build();
    }

    private static ToolExecutionRequest call(ToolCall call) {
        ToolExecutionRequest.Builder request =
                ToolExecutionRequest.builder().name(call.name()).arguments(call.arguments());
        call.id().ifPresent(request::id);
        return request.build();
    }

    private static FinishReason finish(String reason) {
        return switch (reason) {
            case "stop" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            case "tool_calls", "function_call" -> FinishReason.TOOL_EXECUTION;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    private static TokenUsage usage(Usage usage) {
        return new TokenUsage(
                Math.toIntExact(usage.inputTokens()),
                Math.toIntExact(usage.outputTokens()),
                Math.toIntExact(usage.totalTokens()));
    }

    /**
     * An answer of LangChain4j.
     *
     * @param asked the model that was asked, where the answer names none
     */
    static ChatReply of(ChatResponse response, String asked, Duration latency) {
        return new ChatReply(
                message(response.aiMessage()),
                reason(response.finishReason(), response.aiMessage().hasToolExecutionRequests()),
                usage(response.tokenUsage()),
                latency,
                Optional.ofNullable(response.modelName()).orElse(asked),
                Optional.ofNullable(response.id()));
    }

    private static Message message(AiMessage message) {
        List<ToolCall> calls = message.toolExecutionRequests().stream()
                .map(call -> call.id() == null
                        ? ToolCall.of(call.name(), call.arguments())
                        : ToolCall.of(call.id(), call.name(), call.arguments()))
                .toList();
        Message.Builder ours = Message.builder(Role.ASSISTANT).toolCalls(calls);
        if (message.text() != null || calls.isEmpty()) {
            ours.content(Content.of(Optional.ofNullable(message.text()).orElse("")));
        }
        return ours.build();
    }

    private static String reason(@Nullable FinishReason reason, boolean calls) {
        if (reason == null) {
            return calls ? "tool_calls" : ChatReply.STOP;
        }
        return switch (reason) {
            case STOP -> ChatReply.STOP;
            case LENGTH -> "length";
            case TOOL_EXECUTION -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            case OTHER -> "other";
        };
    }

    private static Usage usage(@Nullable TokenUsage usage) {
        return usage == null ? Usage.NONE : Usage.of(number(usage.inputTokenCount()), number(usage.outputTokenCount()));
    }

    private static long number(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
