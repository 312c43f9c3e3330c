package dev.finetuning.springai;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import java.util.List;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/** Answers for Spring AI. */
final class Responses {
    private Responses() {}

    /** A whole answer. */
    static ChatResponse of(ChatReply reply) {
        return response(reply, message(reply.message()));
    }

    /** The end of a streamed answer, whose text was handed over before. */
    static ChatResponse end(ChatReply reply) {
        return response(
                reply,
                AssistantMessage.builder()
                        .content("")
                        .toolCalls(calls(reply.message()))
                        .build());
    }

    /** A part of a streamed answer. */
    static ChatResponse part(String text, String modelId) {
        return new ChatResponse(
                List.of(new Generation(new AssistantMessage(text))),
                ChatResponseMetadata.builder().model(modelId).build());
    }

    private static ChatResponse response(ChatReply reply, AssistantMessage message) {
        ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder().model(reply.modelId());
        reply.requestId().ifPresent(metadata::id);
        if (!reply.usage().equals(Usage.NONE)) {
            metadata.usage(usage(reply.usage()));
        }
        ChatGenerationMetadata generation = ChatGenerationMetadata.builder()
                .finishReason(reply.finishReason())
                .build();
        return new ChatResponse(List.of(new Generation(message, generation)), metadata.build());
    }

    /** An assistant's message. */
    static AssistantMessage message(Message message) {
        AssistantMessage.Builder<?> theirs = AssistantMessage.builder();
        theirs.toolCalls(calls(message));
        if (message.content().isPresent()) {
            theirs.content(message.text());
        }
        return theirs.build();
    }

    private static List<AssistantMessage.ToolCall> calls(Message message) {
        return message.toolCalls().stream().map(Responses::call).toList();
    }

    private static AssistantMessage.ToolCall call(ToolCall call) {
        return new AssistantMessage.ToolCall(call.id().orElse(""), "function", call.name(), call.arguments());
    }

    private static DefaultUsage usage(Usage usage) {
        return new DefaultUsage(
                Math.toIntExact(usage.inputTokens()),
                Math.toIntExact(usage.outputTokens()),
                Math.toIntExact(usage.totalTokens()),
                null,
                usage.cachedInputTokens(),
                null);
    }
}
