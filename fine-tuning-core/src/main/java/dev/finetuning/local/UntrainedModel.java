package dev.finetuning.local;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.example.Message;

/** A base model before any training: it knows no answer, says so by an empty one, and is never right. */
record UntrainedModel(String id) implements ChatModel {
    @Override
    public String provider() {
        return LocalTrainingPipeline.PROVIDER;
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        return LocalReply.of(id, Message.assistant(""), Deadline.of(request, provider(), id));
    }
}
