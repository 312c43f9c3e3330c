package dev.finetuning.local;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Message;
import dev.finetuning.local.internal.model.ConversationText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Replies of models here: no tokens are counted, the time is that of the computation. */
final class LocalReply {
    private LocalReply() {}

    static ChatReply of(String modelId, Message answer, long startedNanos) {
        String reason = answer.toolCalls().isEmpty() ? ChatReply.STOP : "tool_calls";
        Duration latency = Duration.ofNanos(System.nanoTime() - startedNanos);
        return ChatReply.of(answer, reason, Usage.NONE, latency, modelId);
    }

    /** The messages of answer keys that were checked when they were read. */
    static List<Message> answers(List<String> keys) {
        List<Message> answers = new ArrayList<>(keys.size());
        for (String key : keys) {
            try {
                answers.add(ConversationText.answer(key));
            } catch (IOException e) {
                throw new IllegalArgumentException("an answer of the model cannot be read: " + e.getMessage(), e);
            }
        }
        return answers;
    }
}
