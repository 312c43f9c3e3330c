package dev.finetuning.asking;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A chat model whose answers are looked up, stored, retried and counted by an {@link Asking}. Made by
 * {@link Asking#asModel}. Thread-safe.
 */
public final class AskedModel implements ChatModel {
    private final ChatModel model;
    private final Asking asking;
    private final String askedBy;
    private final Map<String, Usage> asked = new ConcurrentHashMap<>();

    AskedModel(ChatModel model, Asking asking, String askedBy) {
        this.model = model;
        this.asking = asking;
        this.askedBy = askedBy;
    }

    @Override
    public String id() {
        return model.id();
    }

    @Override
    public String provider() {
        return model.provider();
    }

    @Override
    public String version() {
        return asking.version();
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        Question question = asking.question(request, 0);
        Answer answer = asking.one(question, askedBy);
        ChatReply reply = answer.reply().orElseThrow();
        if (answer.askedBy().equals(askedBy)) {
            asked.put(question.key(), reply.usage());
        }
        return reply;
    }

    /**
     * The tokens of all answers to its asker's questions, from this process or an earlier one: the same
     * questions give the same usage, whether they were interrupted or not.
     */
    public Usage askedUsage() {
        return asked.values().stream().reduce(Usage.NONE, Usage::plus);
    }
}
