package dev.finetuning.quality;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import java.util.List;
import java.util.function.Consumer;

/** Messages are there and complete. */
final class MessageStructure {
    private MessageStructure() {}

    static void look(Example example, Consumer<Finding> findings) {
        Origin origin = Strand.origin(example);
        if (example instanceof TextExample text && text.text().isBlank()) {
            findings.accept(new Finding(
                    "empty_content", Severity.ERROR, origin, null, "/text", "The text is blank.", "Drop the example."));
        }
        for (Strand strand : Strand.of(example)) {
            look(strand, origin, findings);
        }
    }

    private static void look(Strand strand, Origin origin, Consumer<Finding> findings) {
        List<Message> messages = strand.messages();
        if (messages.isEmpty()) {
            findings.accept(new Finding(
                    "missing_messages_list",
                    Severity.ERROR,
                    origin,
                    null,
                    strand.pointer(),
                    "There are no messages.",
                    "Add the conversation or drop the example."));
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            content(strand, i, origin, findings);
        }
        if (strand.asks()) {
            asked(strand, origin, findings);
        }
        if (strand.answers()) {
            answered(strand, origin, findings);
        } else if (strand.last().role() == Role.ASSISTANT) {
            findings.accept(Finding.ofMessage(
                    "last_message_not_user",
                    Severity.ERROR,
                    origin,
                    strand.at(messages.size() - 1),
                    "The prompt ends with the assistant.",
                    "End the prompt with what the model shall answer."));
        }
    }

    private static void content(Strand strand, int index, Origin origin, Consumer<Finding> findings) {
        Message message = strand.messages().get(index);
        boolean calls = !message.toolCalls().isEmpty();
        if (message.content() == null && !calls) {
            findings.accept(Finding.ofMessage(
                    "missing_content",
                    Severity.ERROR,
                    origin,
                    strand.at(index).at("/content"),
                    "The " + message.role().wireName() + " message has neither content nor tool calls.",
                    "Fill in the content or drop the message."));
        } else if (message.content() != null && !calls && blank(message.content())) {
            findings.accept(Finding.ofMessage(
                    "empty_content",
                    message.role() == Role.TOOL ? Severity.WARNING : Severity.ERROR,
                    origin,
                    strand.at(index).at("/content"),
                    "The content of the " + message.role().wireName() + " message is empty or blank.",
                    "Fill in the content or drop the example."));
        }
    }

    private static boolean blank(Content content) {
        return content instanceof Content.Parts parts
                ? parts.parts().stream().allMatch(MessageStructure::blank)
                : content.text().isBlank();
    }

    private static boolean blank(Content.Part part) {
        return part.type().equals("text") && (!(part.fields().get("text") instanceof String text) || text.isBlank());
    }

    private static void asked(Strand strand, Origin origin, Consumer<Finding> findings) {
        boolean system = has(strand, Role.SYSTEM) || has(strand, Role.DEVELOPER);
        if (!system) {
            findings.accept(Finding.of(
                    "missing_system_message",
                    Severity.INFO,
                    origin,
                    "There is no system message.",
                    "Add the system message that will be sent in production, if there is one."));
        }
        if (!has(strand, Role.USER)) {
            findings.accept(Finding.of(
                    "missing_user_message",
                    Severity.WARNING,
                    origin,
                    "There is no user message.",
                    "Add what the user asks."));
        }
    }

    private static void answered(Strand strand, Origin origin, Consumer<Finding> findings) {
        List<Message> messages = strand.messages();
        if (strand.asks() && messages.size() < 2) {
            findings.accept(Finding.of(
                    "too_few_messages",
                    Severity.ERROR,
                    origin,
                    "There is a single message; an example needs at least a question and an answer.",
                    "Complete the conversation or drop the example."));
        }
        if (!has(strand, Role.ASSISTANT)) {
            findings.accept(new Finding(
                    "example_missing_assistant_message",
                    Severity.ERROR,
                    origin,
                    null,
                    strand.pointer(),
                    "No message comes from the assistant, so there is nothing to learn.",
                    "Add the answer the model should give."));
        }
        if (strand.last().role() != Role.ASSISTANT) {
            findings.accept(Finding.ofMessage(
                    "last_message_not_assistant",
                    Severity.ERROR,
                    origin,
                    strand.at(messages.size() - 1),
                    "The last message comes from the " + strand.last().role().wireName() + ", not from the assistant.",
                    "Add the answer, or cut the conversation after the last one."));
        }
    }

    private static boolean has(Strand strand, Role role) {
        for (Message message : strand.messages()) {
            if (message.role() == role) {
                return true;
            }
        }
        return false;
    }
}
