package dev.finetuning.quality.remedy;

import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives the tool calls of one conversation ids, and their answers the same, in the order of the calls. */
final class CallIds {
    private final Set<String> taken = new HashSet<>();
    /** Ids made here whose answers have not come yet. */
    private final Deque<String> unanswered = new ArrayDeque<>();

    private int made;

    List<Message> added(List<Message> messages) {
        messages.forEach(
                message -> message.toolCalls().forEach(call -> call.id().ifPresent(taken::add)));
        List<Message> changed = new ArrayList<>(messages.size());
        for (Message message : messages) {
            if (message.role() == Role.TOOL) {
                changed.add(answer(message));
            } else {
                unanswered.clear();
                changed.add(message.toolCalls().isEmpty() ? message : calls(message));
            }
        }
        return changed;
    }

    private Message answer(Message message) {
        String next = message.toolCallId().isEmpty() ? unanswered.poll() : null;
        return next == null ? message : message.withToolCallId(next);
    }

    private Message calls(Message message) {
        List<ToolCall> calls = new ArrayList<>();
        for (ToolCall call : message.toolCalls()) {
            if (call.id().isEmpty()) {
                String id = next();
                unanswered.add(id);
                calls.add(call.withId(id));
            } else {
                calls.add(call);
            }
        }
        return message.withToolCalls(calls);
    }

    private String next() {
        String id;
        do {
            id = "call_" + ++made;
        } while (taken.contains(id));
        return id;
    }
}
