package dev.finetuning.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The question in the body of a chat request, as providers read it and refuse it. */
public final class ChatQuestion {
    private ChatQuestion() {}

    /**
     * The first field with a value that providers refuse; empty where there is none.
     *
     * @param maxTemperature the highest temperature the provider takes
     */
    public static Optional<String> wrongField(JsonNode body, double maxTemperature) {
        if (!body.path("messages").isArray() || body.path("messages").isEmpty()) {
            return Optional.of("messages");
        }
        for (JsonNode message : body.path("messages")) {
            JsonNode content = message.path("content");
            boolean readable = content.isMissingNode() || content.isNull() || content.isTextual() || isParts(content);
            if (Role.ofWireName(message.path("role").asText()).isEmpty() || !readable) {
                return Optional.of("messages");
            }
        }
        JsonNode temperature = body.path("temperature");
        if (temperature.isNumber() && (temperature.asDouble() < 0 || temperature.asDouble() > maxTemperature)) {
            return Optional.of("temperature");
        }
        for (String limit : List.of("max_tokens", "max_completion_tokens", "n")) {
            if (body.path(limit).isNumber() && body.path(limit).asLong() < 1) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    private static boolean isParts(JsonNode content) {
        for (JsonNode part : content) {
            if (!part.path("type").isTextual()) {
                return false;
            }
        }
        return content.isArray();
    }

    /** The messages; content is a text, or the texts of its parts. */
    public static List<Message> messages(JsonNode body) {
        List<Message> messages = new ArrayList<>();
        body.path("messages")
                .forEach(node -> messages.add(Message.of(
                        Role.ofWireName(node.path("role").asText()).orElse(Role.USER), text(node.path("content")))));
        return messages;
    }

    private static String text(JsonNode content) {
        StringBuilder text = new StringBuilder(content.asText(""));
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }
}
