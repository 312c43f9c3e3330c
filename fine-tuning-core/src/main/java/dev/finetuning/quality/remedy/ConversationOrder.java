package dev.finetuning.quality.remedy;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.util.ArrayList;
import java.util.List;

/** Puts conversations in order. */
final class ConversationOrder {
    private ConversationOrder() {}

    static boolean instructs(Message message) {
        return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
    }

    static List<Message> systemFirst(List<Message> messages) {
        List<Message> ordered = new ArrayList<>(messages.size());
        messages.stream().filter(ConversationOrder::instructs).forEach(ordered::add);
        messages.stream().filter(message -> !instructs(message)).forEach(ordered::add);
        return ordered;
    }

    static List<Message> endingWithAnswer(List<Message> messages) {
        int end = messages.size();
        while (end > 0 && messages.get(end - 1).role() != Role.ASSISTANT) {
            end--;
        }
        return end == 0 ? messages : messages.subList(0, end);
    }

    /** Collects a run of messages before it joins them, so that the time is linear. */
    static List<Message> merged(List<Message> messages) {
        List<Message> merged = new ArrayList<>(messages.size());
        int from = 0;
        for (int i = 1; i <= messages.size(); i++) {
            if (i == messages.size() || !mergeable(messages.get(i - 1), messages.get(i))) {
                merged.add(joined(messages.subList(from, i)));
                from = i;
            }
        }
        return merged;
    }

    private static boolean mergeable(Message first, Message second) {
        return first.role() == second.role()
                && (first.role() == Role.USER || first.role() == Role.ASSISTANT)
                && first.toolCalls().isEmpty()
                && second.toolCalls().isEmpty()
                && first.name().equals(second.name())
                && first.weight().equals(second.weight())
                && first.extras().equals(second.extras());
    }

    private static Message joined(List<Message> run) {
        Message first = run.get(0);
        if (run.size() == 1) {
            return first;
        }
        if (run.stream().noneMatch(message -> message.content().orElse(null) instanceof Content.Parts)) {
            List<String> texts = run.stream()
                    .map(Message::text)
                    .filter(text -> !text.isBlank())
                    .toList();
            return first.withContent(Content.of(String.join("\n\n", texts)));
        }
        List<Content.Part> parts = new ArrayList<>();
        run.forEach(message -> message.content().ifPresent(content -> parts.addAll(parts(content))));
        return first.withContent(Content.of(parts));
    }

    private static List<Content.Part> parts(Content content) {
        if (content instanceof Content.Parts parts) {
            return parts.parts();
        }
        return List.of(Content.Part.text(content.text()));
    }
}
