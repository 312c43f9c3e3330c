package dev.finetuning.eval.baseline;

import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts examples before the question, in batches too. */
record BatchFewShotModel(FewShotModel asking, BatchChatModel base) implements BatchChatModel {
    @Override
    public String id() {
        return asking.id();
    }

    @Override
    public String provider() {
        return asking.provider();
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        return asking.ask(request);
    }

    @Override
    public String submit(Map<String, ChatRequest> questions) {
        Map<String, ChatRequest> prompts = new LinkedHashMap<>();
        questions.forEach((key, request) -> prompts.put(key, asking.prompt(request)));
        return base.submit(prompts);
    }

    @Override
    public Optional<Map<String, BatchAnswer>> answers(String batchId) {
        return base.answers(batchId);
    }

    @Override
    public void cancelBatch(String batchId) {
        base.cancelBatch(batchId);
    }
}
