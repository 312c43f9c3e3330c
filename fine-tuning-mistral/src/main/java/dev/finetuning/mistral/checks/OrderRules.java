package dev.finetuning.mistral.checks;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.util.List;

/** Who speaks when. System messages are set apart before the order is looked at, as the validator does. */
final class OrderRules {
    private final ChatExample example;
    private final Place place;

    OrderRules(ChatExample example, Place place) {
        this.example = example;
        this.place = place;
    }

    void look() {
        if (example.info().extras().containsKey("interactions")) {
            place.at("/interactions")
                    .error("interactions", "There are both messages and interactions.", "Keep messages.");
        }
        systemMessages();
        turns();
    }

    private static boolean instructs(Message message) {
        return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
    }

    private void systemMessages() {
        boolean seen = example.info().extras().get("system_prompt") != null;
        List<Message> messages = example.messages();
        for (int i = 0; i < messages.size(); i++) {
            if (instructs(messages.get(i))) {
                if (seen) {
                    place.message(i)
                            .error(
                                    "second_system_message",
                                    "There is more than one system message.",
                                    "Join them, or let MistralRemedies.oneSystemMessage() do it.");
                }
                seen = true;
            }
        }
    }

    private void turns() {
        List<Message> messages = example.messages();
        int turns = 0;
        int last = -1;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (instructs(message)) {
                continue;
            }
            if (last < 0 && !message.toolCalls().isEmpty()) {
                place.message(i)
                        .error(
                                "role_order",
                                "The conversation begins with a tool call, whose answers count as surplus.",
                                "Begin with the user's message.");
            }
            boolean opensOrAsks = last < 0 || messages.get(last).role() == Role.USER;
            if (message.role() == Role.TOOL && opensOrAsks) {
                place.message(i).error("role_order", "A tool message has no call before it.", "Put it after its call.");
            }
            turns++;
            last = i;
        }
        if (turns < 2) {
            place.at("/messages")
                    .error(
                            "too_few_messages",
                            "There are fewer than two messages other than the system's.",
                            "Complete the conversation, or drop the example.");
        }
        if (last >= 0 && messages.get(last).role() != Role.ASSISTANT) {
            place.message(last)
                    .error(
                            "last_message_not_assistant",
                            "The last message comes from the "
                                    + messages.get(last).role().wireName() + ".",
                            "Add the answer, or let Repair.endWithAnswer() cut the conversation behind the last one.");
        }
    }
}
