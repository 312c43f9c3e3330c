package dev.finetuning.local;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Deadline;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Message;
import dev.finetuning.local.internal.model.ConversationText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Replies of models here: no tokens are counted, the time is that of the computation. */
final class LocalReply {
    private LocalReply() {}

    static ChatReply of(String modelId, Message answer, Deadline deadline) {
        deadline.check();
        String reason = answer.toolCalls().isEmpty() ? ChatReply.STOP : "tool_calls";
        return ChatReply.of(answer, reason, Usage.NONE, deadline.elapsed(), modelId);
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
