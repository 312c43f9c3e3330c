package dev.finetuning.langchain4j;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A model of this library as LangChain4j knows models. */
record BridgedChatModel(ChatModel model) implements dev.langchain4j.model.chat.ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
        dev.finetuning.chat.ChatRequest question = RequestReader.read(request, model.id());
        try {
            return Responses.of(model.ask(question));
        } catch (RuntimeException e) {
            throw Failures.theirs(e);
        }
    }

    @Override
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
        CompletableFuture<ChatReply> asked = model.askAsync(RequestReader.read(request, model.id()));
        CompletableFuture<ChatResponse> answer = asked.handle((reply, failure) -> {
            if (failure instanceof RuntimeException e) {
                throw Failures.theirs(e);
            }
            if (failure != null) {
                throw new CompletionException(failure);
            }
            return Responses.of(reply);
        });
        CompletableFuture<ChatResponse> unused = answer.whenComplete((response, failure) -> {
            if (answer.isCancelled()) {
                asked.cancel(true);
            }
        });
        return answer;
    }
}
