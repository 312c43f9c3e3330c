package dev.finetuning.springai;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** A model of this library as Spring AI knows models. */
record BridgedChatModel(ChatModel model) implements org.springframework.ai.chat.model.ChatModel {
    @Override
    public ChatResponse call(Prompt prompt) {
        return Responses.of(model.ask(PromptReader.read(prompt, model)));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> {
            ChatRequest request = PromptReader.read(prompt, model);
            return Flux.<ChatResponse>create(sink -> stream(request, sink));
        });
    }

    private void stream(ChatRequest request, FluxSink<ChatResponse> sink) {
        CompletableFuture<ChatReply> answer =
                model.streamAsync(request, part -> sink.next(Responses.part(part, model.id())));
        sink.onDispose(() -> answer.cancel(true));
        CompletableFuture<ChatReply> unused = answer.whenComplete((reply, failure) -> {
            if (failure == null) {
                sink.next(Responses.end(reply));
                sink.complete();
            } else {
                sink.error(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
    }

    /** Empty, and of the kind that takes tools. */
    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().build();
    }
}
