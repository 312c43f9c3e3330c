package dev.finetuning.quality.remedy;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** An example as lines for people. Control characters are spelled out, so that no terminal obeys them. */
final class ExampleLines {
    private final List<String> lines = new ArrayList<>();

    private ExampleLines() {}

    static List<String> of(Example example) {
        ExampleLines lines = new ExampleLines();
        if (example instanceof TextExample text) {
            lines.add("text", text.text());
        }
        lines.add("", example.messages());
        if (example instanceof PreferenceExample pair) {
            lines.add("preferred ", pair.preferred());
            lines.add("rejected ", pair.rejected());
        }
        return lines.lines;
    }

    private void add(String prefix, List<Message> messages) {
        for (Message message : messages) {
            String who = prefix
                    + message.role().wireName()
                    + message.toolCallId().map(id -> " (" + id + ")").orElse("");
            if (message.content().isPresent()) {
                add(who, message.text());
            }
            if (message.content().orElse(null) instanceof Content.Parts parts) {
                parts.parts().stream()
                        .filter(part -> !part.type().equals("text"))
                        .forEach(part -> add(who, "[" + part.type() + "]"));
            }
            for (ToolCall call : message.toolCalls()) {
                String id = call.id().map(each -> each + " ").orElse("");
                add(who + " calls", id + call.name() + "(" + call.arguments() + ")");
            }
        }
    }

    /** One line for each line of the text; those after the first are set in. */
    private void add(String who, String text) {
        String start = who + ": ";
        for (String line : text.split("\n", -1)) {
            lines.add(visible(start + line));
            start = "  ";
        }
    }

    private static String visible(String line) {
        StringBuilder visible = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isISOControl(c) && c != '\t') {
                visible.append(String.format("\\u%04x", (int) c));
            } else {
                visible.append(c);
            }
        }
        return visible.toString();
    }
}
