package dev.finetuning.eval.baseline;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Message;
import java.time.Duration;

/** Answers with the answer of the most similar example; its provider names the examples by a hash. */
record NearestAnswerModel(NearestCases cases, String fingerprint) implements ChatModel {
    @Override
    public String id() {
        return "nearest example";
    }

    @Override
    public String provider() {
        return "baseline " + fingerprint;
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        long start = System.nanoTime();
        Message answer = cases.to(NearestCases.question(request.messages()), 1)
                .get(0)
                .expected()
                .orElseThrow();
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        return ChatReply.of(answer, ChatReply.STOP, Usage.NONE, latency, id());
    }
}
