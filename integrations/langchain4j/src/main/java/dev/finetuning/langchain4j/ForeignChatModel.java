package dev.finetuning.langchain4j;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;

/** A model of LangChain4j as this library knows models. */
record ForeignChatModel(String provider, String id, dev.langchain4j.model.chat.ChatModel model) implements ChatModel {
    ForeignChatModel {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a model needs an id");
        }
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        var question = RequestWriter.write(request, provider, id);
        long start = System.nanoTime();
        ChatResponse response;
        try {
            response = model.chat(question);
        } catch (RuntimeException e) {
            throw Failures.ours(provider, id, e);
        }
        return Responses.of(response, id, Duration.ofNanos(System.nanoTime() - start));
    }
}
