package dev.finetuning.langchain4j;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A model of this library as LangChain4j knows streaming models. */
record BridgedStreamingChatModel(ChatModel model) implements StreamingChatModel {
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        dev.finetuning.chat.ChatRequest question = RequestReader.read(request, model.id());
        Handle handle = new Handle();
        PartialResponseContext context = new PartialResponseContext(handle);
        CompletableFuture<ChatReply> answer = model.streamAsync(question, part -> {
            if (!handle.isCancelled()) {
                handler.onPartialResponse(new PartialResponse(part), context);
            }
        });
        handle.call.complete(answer);
        CompletableFuture<ChatReply> unused =
                answer.whenComplete((reply, failure) -> end(handler, handle, reply, failure));
    }

    private static void end(StreamingChatResponseHandler handler, Handle handle, ChatReply reply, Throwable failure) {
        if (handle.isCancelled()) {
            return;
        }
        if (failure == null) {
            complete(handler, Responses.of(reply));
        } else {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            handler.onError(cause instanceof RuntimeException e ? Failures.theirs(e) : cause);
        }
    }

    private static void complete(StreamingChatResponseHandler handler, ChatResponse response) {
        int index = 0;
        for (var call : response.aiMessage().toolExecutionRequests()) {
            handler.onCompleteToolCall(new CompleteToolCall(index++, call));
        }
        handler.onCompleteResponse(response);
    }

    /** Ends a call. After that the handler hears nothing more of it. */
    private static final class Handle implements StreamingHandle {
        private final CompletableFuture<CompletableFuture<ChatReply>> call = new CompletableFuture<>();
        private volatile boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
            CompletableFuture<Void> unused = call.thenAccept(answer -> answer.cancel(true));
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
