package dev.finetuning.mistral.checks;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.mistral.tokens.TokenizerVersion;
import java.util.List;
import java.util.Set;

/** Each message by itself: content, weight, prefix, parts. */
final class MessageRules {
    private final Place place;
    private final TokenizerVersion version;

    MessageRules(Place place, TokenizerVersion version) {
        this.place = place;
        this.version = version;
    }

    void look(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            Place at = place.message(i);
            content(message, at);
            flags(message, at);
            if (message.content().orElse(null) instanceof Content.Parts parts) {
                parts(message.role(), parts.parts(), at);
            }
        }
    }

    private void content(Message message, Place at) {
        if (message.extras().get("text") != null) {
            at.at("/text")
                    .error("text_field", "The text is in the field text, which is not written.", "Move it to content.");
        }
        if (message.role() == Role.ASSISTANT) {
            answer(message, at);
        } else if (message.content().isEmpty() && message.toolCalls().isEmpty()) {
            at.error(
                    "content_missing",
                    "The " + message.role().wireName() + " message has no content.",
                    "Fill it in, or remove empty messages with MistralRemedies.emptyMessages().");
        }
    }

    private void answer(Message message, Place at) {
        boolean says = says(message);
        boolean calls = !message.toolCalls().isEmpty();
        if (!says && !calls) {
            at.error(
                    "answer_empty",
                    "The answer has neither content nor tool calls.",
                    "Fill it in, or drop the example.");
        } else if (says && calls && !version.since(TokenizerVersion.V7)) {
            at.at("/content")
                    .error(
                            "content_beside_tool_calls",
                            "The answer has both content and tool calls.",
                            "Make two messages of it, or let MistralRemedies.contentBesideToolCalls() do it.");
        }
    }

    static boolean says(Message message) {
        return message.content().orElse(null) instanceof Content.Parts parts
                ? !parts.parts().isEmpty()
                : !message.text().isEmpty();
    }

    private static void flags(Message message, Place at) {
        double weight = message.weight().orElse(1);
        if (message.role() == Role.ASSISTANT && weight != 0 && weight != 1) {
            at.at("/weight").error("weight", "The weight is neither 0 nor 1.", "Use 1 to train on it and 0 not to.");
        }
        if (Boolean.TRUE.equals(message.extras().get("prefix"))) {
            at.at("/prefix")
                    .error("prefix", "An unfinished answer cannot be trained on.", "Remove prefix, finish the answer.");
        }
        if (message.role() == Role.DEVELOPER) {
            at.at("/role")
                    .warning(
                            "developer_message",
                            "There is no developer role; the message is written as system.",
                            "Write it as system.");
        }
    }

    private void parts(Role role, List<Content.Part> parts, Place at) {
        if (role == Role.SYSTEM && !version.since(TokenizerVersion.V7)) {
            at.at("/content")
                    .error(
                            "system_in_parts",
                            "The instruction stands in parts; in format " + version + " it is text.",
                            "Write it as one text.");
        }
        Set<String> allowed = allowed(role);
        for (int p = 0; p < parts.size(); p++) {
            Content.Part part = parts.get(p);
            Place there = at.at("/content/" + p);
            if (allowed.contains(part.type())) {
                fields(part, there);
            } else {
                there.error(
                        "content_part",
                        "In format " + version + " the " + role.wireName() + " has parts of these types only: "
                                + String.join(", ", allowed.stream().sorted().toList()) + ".",
                        "Leave the part out, or train a model of a later format.");
            }
        }
    }

    /** A part has the field that its type names, and no other; a thought may say whether it is closed. */
    private static void fields(Content.Part part, Place at) {
        part.fields().keySet().stream()
                .filter(name -> !name.equals(part.type())
                        && !(name.equals("closed") && part.type().equals("thinking")))
                .forEach(name -> at.field(name)
                        .error(
                                "content_part_field",
                                "A part of type " + part.type() + " has no such field.",
                                "Take the field out of the part."));
    }

    private Set<String> allowed(Role role) {
        return switch (role) {
            case USER ->
                version.since(TokenizerVersion.V7)
                        ? Set.of("text", "image_url", "input_audio", "audio_url")
                        : version == TokenizerVersion.V3 ? Set.of("text", "image_url") : Set.of("text");
            case ASSISTANT -> version.since(TokenizerVersion.V11) ? Set.of("text", "thinking") : Set.of("text");
            case SYSTEM, DEVELOPER -> system();
            case TOOL ->
                version == TokenizerVersion.V15
                        ? Set.of("text", "image_url", "input_audio", "audio_url")
                        : Set.of("text");
        };
    }

    private Set<String> system() {
        if (version == TokenizerVersion.V15) {
            return Set.of("text", "input_audio");
        }
        return version.since(TokenizerVersion.V7) ? Set.of("text", "input_audio", "thinking") : Set.of("text");
    }
}
