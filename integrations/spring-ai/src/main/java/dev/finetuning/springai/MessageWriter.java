package dev.finetuning.springai;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/** Writes messages for Spring AI. Not thread-safe. */
final class MessageWriter {
    private static final Pattern DATA_URL =
            Pattern.compile("data:(image/[a-z0-9.+-]{1,60});base64,(.*)", Pattern.DOTALL);

    private final Refusal refusal;
    private final Map<String, String> toolOfCall = new HashMap<>();

    MessageWriter(Refusal refusal) {
        this.refusal = refusal;
    }

    List<org.springframework.ai.chat.messages.Message> write(List<Message> messages) {
        return messages.stream().map(this::write).toList();
    }

    private org.springframework.ai.chat.messages.Message write(Message message) {
        message.extras().keySet().forEach(field -> refusal.add("the field " + field + " of a message"));
        if (message.name().isPresent()) {
            refusal.add("the name of a message");
        }
        return switch (message.role()) {
            case SYSTEM -> new SystemMessage(text(message));
            case DEVELOPER -> {
                refusal.add("a message of the role developer");
                yield new SystemMessage("");
            }
            case USER -> user(message);
            case ASSISTANT -> assistant(message);
            case TOOL -> tool(message);
        };
    }

    private String text(Message message) {
        if (message.content().orElse(Content.of("")) instanceof Content.Parts parts
                && parts.parts().stream().anyMatch(part -> !part.type().equals("text"))) {
            refusal.add("content other than text in a message of the role "
                    + message.role().wireName());
        }
        return message.text();
    }

    /** Spring AI has one text, and images after it. */
    private UserMessage user(Message message) {
        UserMessage.Builder user = UserMessage.builder().text(message.text());
        if (message.content().orElse(Content.of("")) instanceof Content.Parts parts) {
            List<Media> images = new ArrayList<>();
            for (Content.Part part : parts.parts()) {
                boolean text = part.type().equals("text") && part.fields().size() == 1;
                if (!text) {
                    image(part)
                            .ifPresentOrElse(
                                    images::add,
                                    () -> refusal.add("a part of the type " + part.type() + " as it is given"));
                } else if (!images.isEmpty()) {
                    refusal.add("text after an image");
                }
            }
            user.media(images);
        }
        return user.build();
    }

    private static Optional<Media> image(Content.Part part) {
        if (part.fields().size() != 1
                || !(part.fields().get("image_url") instanceof Map<?, ?> image)
                || image.size() != 1
                || !(image.get("url") instanceof String url)) {
            return Optional.empty();
        }
        try {
            Matcher data = DATA_URL.matcher(url);
            if (data.matches()) {
                return Optional.of(Media.builder()
                        .mimeType(MimeType.valueOf(data.group(1)))
                        .data(Base64.getDecoder().decode(data.group(2)))
                        .build());
            }
            URI address = URI.create(url);
            String guess = Objects.requireNonNullElse(
                    URLConnection.guessContentTypeFromName(Objects.requireNonNullElse(address.getPath(), "")), "");
            return Optional.of(Media.builder()
                    .mimeType(guess.startsWith("image/") ? MimeType.valueOf(guess) : new MimeType("image", "*"))
                    .data(address)
                    .build());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private org.springframework.ai.chat.messages.Message assistant(Message message) {
        message.toolCalls().forEach(call -> {
            call.id()
                    .ifPresentOrElse(
                            id -> toolOfCall.put(id, call.name()), () -> refusal.add("a tool call without an id"));
            call.extras().keySet().forEach(field -> refusal.add("the field " + field + " of a tool call"));
        });
        text(message);
        return Responses.message(message);
    }

    private org.springframework.ai.chat.messages.Message tool(Message message) {
        String id = message.toolCallId().orElse("");
        String name = toolOfCall.getOrDefault(id, "");
        if (name.isEmpty()) {
            refusal.add("a tool's result whose call is not in the conversation");
        }
        return ToolResponseMessage.builder()
                .responses(List.of(new ToolResponseMessage.ToolResponse(id, name, text(message))))
                .build();
    }
}
