package dev.finetuning.quality;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Visits every text of an example and rebuilds only what a visit changed; identity says "unchanged". */
@SuppressWarnings("ReferenceEquality")
final class PassageWalk {
    private final Function<Passage, String> visit;

    PassageWalk(Function<Passage, String> visit) {
        this.visit = visit;
    }

    Example walk(Example example) {
        if (example instanceof TextExample text) {
            String changed = visit.apply(new Passage("", 0, "/text", null, text.text()));
            return changed.equals(text.text()) ? text : new TextExample(changed, text.info());
        }
        if (example instanceof PreferenceExample pair) {
            return walk(pair);
        }
        List<Message> messages = walk(MessageList.MESSAGES, example.messages());
        return messages == example.messages() ? example : example.withMessages(messages);
    }

    private PreferenceExample walk(PreferenceExample pair) {
        List<Message> input = walk(MessageList.INPUT, pair.messages());
        List<Message> preferred = walk(MessageList.PREFERRED, pair.preferred());
        List<Message> rejected = walk(MessageList.REJECTED, pair.rejected());
        return input == pair.messages() && preferred == pair.preferred() && rejected == pair.rejected()
                ? pair
                : new PreferenceExample(input, preferred, rejected, pair.tools(), pair.info());
    }

    private List<Message> walk(String list, List<Message> messages) {
        List<Message> changed = new ArrayList<>(messages.size());
        boolean same = true;
        for (int i = 0; i < messages.size(); i++) {
            Message message = walk(list, i, messages.get(i));
            same &= message == messages.get(i);
            changed.add(message);
        }
        return same ? messages : changed;
    }

    private Message walk(String list, int index, Message message) {
        Message result = message;
        if (message.content() instanceof Content.Text text) {
            String changed = visit.apply(new Passage(list, index, "/content", message.role(), text.text()));
            result = changed.equals(text.text()) ? message : message.withContent(Content.of(changed));
        } else if (message.content() instanceof Content.Parts parts) {
            List<Content.Part> changed = walk(list, index, message, parts.parts());
            result = changed == parts.parts() ? message : message.withContent(Content.of(changed));
        }
        return message.toolCalls().isEmpty() ? result : withCalls(list, index, result);
    }

    private List<Content.Part> walk(String list, int index, Message message, List<Content.Part> parts) {
        List<Content.Part> changed = new ArrayList<>(parts.size());
        boolean same = true;
        for (int i = 0; i < parts.size(); i++) {
            Content.Part part = parts.get(i);
            if (part.fields().get("text") instanceof String text) {
                Passage passage = new Passage(list, index, "/content/" + i + "/text", message.role(), text);
                part = withText(part, text, visit.apply(passage));
            }
            same &= part == parts.get(i);
            changed.add(part);
        }
        return same ? parts : changed;
    }

    private static Content.Part withText(Content.Part part, String text, String changed) {
        if (changed.equals(text)) {
            return part;
        }
        Map<String, Object> fields = new LinkedHashMap<>(part.fields());
        fields.put("text", changed);
        return new Content.Part(part.type(), fields);
    }

    private Message withCalls(String list, int index, Message message) {
        List<ToolCall> calls = new ArrayList<>(message.toolCalls());
        boolean same = true;
        for (int i = 0; i < calls.size(); i++) {
            ToolCall call = calls.get(i);
            String field = "/tool_calls/" + i + "/function/arguments";
            String changed = visit.apply(new Passage(list, index, field, message.role(), call.arguments()));
            if (!changed.equals(call.arguments())) {
                calls.set(i, call.withArguments(changed));
                same = false;
            }
        }
        return same ? message : message.withToolCalls(calls);
    }
}
