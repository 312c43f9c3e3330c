package dev.finetuning.langchain4j;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;

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
        Deadline deadline = Deadline.of(request, provider, id);
        return deadline.call(() -> {
            try {
                return Responses.of(model.chat(question), id, deadline.elapsed());
            } catch (RuntimeException e) {
                throw Failures.ours(provider, id, e);
            }
        });
    }
}
