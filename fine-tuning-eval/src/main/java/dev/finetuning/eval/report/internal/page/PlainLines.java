package dev.finetuning.eval.report.internal.page;

import dev.finetuning.eval.CaseError;
import dev.finetuning.eval.TestCase;
import dev.finetuning.example.Message;
import java.util.List;

/** Messages as people read them. */
public final class PlainLines {
    private PlainLines() {}

    /** A single message bare, several with their roles. */
    public static String conversation(List<Message> messages) {
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
    public static String message(Message message) {
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

    public static String expected(TestCase testCase) {
        return testCase.expected().map(PlainLines::message).orElse("");
    }

    public static String error(CaseError error) {
        return error.kind() + ": " + error.message();
    }
}
