package dev.finetuning.eval.report;

import dev.finetuning.eval.CaseError;
import dev.finetuning.eval.TestCase;
import dev.finetuning.example.Message;
import java.util.List;

/** Messages as people read them. */
final class PlainText {
    private PlainText() {}

    /** A single message bare, several with their roles. */
    static String conversation(List<Message> messages) {
        if (messages.size() == 1) {
            return message(messages.get(0));
        }
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            text.append(text.length() == 0 ? "" : "\n\n")
                    .append(message.role().wireName())
                    .append(": ");
            text.append(message(message));
        }
        return text.toString();
    }

    /** The text, then each tool call on a line of its own. */
    static String message(Message message) {
        StringBuilder text = new StringBuilder(message.text());
        message.toolCalls()
                .forEach(call -> text.append(text.length() == 0 ? "" : "\n")
                        .append("→ ")
                        .append(call.name())
                        .append('(')
                        .append(call.arguments())
                        .append(')'));
        return text.toString();
    }

    static String expected(TestCase testCase) {
        Message expected = testCase.expected();
        return expected == null ? "" : message(expected);
    }

    static String error(CaseError error) {
        return error.kind() + ": " + error.message();
    }
}
