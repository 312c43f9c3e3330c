package dev.finetuning.synthesis;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parts of conversations, as recipes look at them. */
final class ConversationParts {
    private ConversationParts() {}

    /** The place of the last message of a role, or -1. */
    static int last(List<Message> messages, Role role) {
        int at = messages.size() - 1;
        while (at >= 0 && messages.get(at).role() != role) {
            at--;
        }
        return at;
    }

    /** What comes before the last answer; everything where there is none. */
    static List<Message> asked(Example example) {
        List<Message> messages = example.messages();
        boolean answered = example instanceof ChatExample || example instanceof RatedExample;
        int answer = answered ? last(messages, Role.ASSISTANT) : -1;
        return answer < 0 ? messages : messages.subList(0, answer);
    }

    /** What the user says, all turns of it. */
    static String question(Example example) {
        if (example instanceof TextExample text) {
            return text.text();
        }
        return said(asked(example).stream()
                .filter(message -> message.role() == Role.USER)
                .toList());
    }

    /** What everybody but the system says. */
    static String conversation(Example example) {
        if (example instanceof TextExample text) {
            return text.text();
        }
        return said(example.messages().stream()
                .filter(message -> message.role() != Role.SYSTEM && message.role() != Role.DEVELOPER)
                .toList());
    }

    private static String said(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> Stream.concat(
                        Stream.of(message.text()),
                        message.toolCalls().stream().map(call -> call.name() + ' ' + call.arguments())))
                .collect(Collectors.joining("\n"));
    }

    /** Messages as material for a question. */
    static List<Object> material(List<Message> messages) {
        List<Object> material = new ArrayList<>();
        for (Message message : messages) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("role", message.role().wireName());
            fields.put("content", message.text());
            if (!message.toolCalls().isEmpty()) {
                fields.put(
                        "calls",
                        message.toolCalls().stream()
                                .map(ConversationParts::call)
                                .toList());
            }
            material.add(fields);
        }
        return material;
    }

    /** In one order in every process, or the same question would be asked twice. */
    private static Map<String, Object> call(ToolCall call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", call.name());
        fields.put("arguments", call.arguments());
        return fields;
    }

    /** Whether every message is plain text, or has none at all. */
    static boolean arePlain(List<Message> messages) {
        return messages.stream().noneMatch(message -> message.content().orElse(null) instanceof Content.Parts);
    }

    /** The same example with other messages: the conversation, the prompt, or the input of a preference. */
    static Example withMessages(Example example, List<Message> messages) {
        if (example instanceof PreferenceExample pair) {
            return new PreferenceExample(messages, pair.preferred(), pair.rejected(), pair.tools(), pair.info());
        }
        if (example instanceof PromptExample prompt) {
            return new PromptExample(messages, prompt.tools(), prompt.reference(), prompt.info());
        }
        if (example instanceof RatedExample rated) {
            return new RatedExample(messages, rated.desirable(), rated.tools(), rated.info());
        }
        return new ChatExample(messages, example.tools(), example.info());
    }
}
