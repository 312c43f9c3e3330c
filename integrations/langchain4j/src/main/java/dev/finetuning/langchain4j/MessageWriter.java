package dev.finetuning.langchain4j;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes messages for LangChain4j; the reasons say what has no place there. Not thread-safe. */
final class MessageWriter {
    private final List<String> reasons;
    private final Map<String, String> toolOfCall = new HashMap<>();

    MessageWriter(List<String> reasons) {
        this.reasons = reasons;
    }

    List<ChatMessage> write(List<Message> messages) {
        List<ChatMessage> theirs = new ArrayList<>();
        for (Message message : messages) {
            write(message).ifPresent(theirs::add);
        }
        return theirs;
    }

    private Optional<ChatMessage> write(Message message) {
        message.extras().keySet().forEach(field -> refuse("the field " + field + " of a message"));
        if (message.name().isPresent() && message.role() != Role.USER) {
            refuse("the name of a message that is not the user's");
        }
        return switch (message.role()) {
            case SYSTEM -> Optional.of(SystemMessage.from(text(message)));
            case DEVELOPER -> refuse("a message of the role developer");
            case USER -> Optional.of(user(message));
            case ASSISTANT -> Optional.of(assistant(message));
            case TOOL -> tool(message);
        };
    }

    private Optional<ChatMessage> refuse(String what) {
        reasons.add(what);
        return Optional.empty();
    }

    /** A text; other parts are refused. */
    private String text(Message message) {
        if (message.content().orElse(Content.of("")) instanceof Content.Parts parts
                && parts.parts().stream().anyMatch(part -> !part.type().equals("text"))) {
            refuse("content other than text in a message of the role "
                    + message.role().wireName());
        }
        return message.text();
    }

    private ChatMessage user(Message message) {
        List<dev.langchain4j.data.message.Content> contents = new ArrayList<>();
        if (message.content().orElse(Content.of("")) instanceof Content.Parts parts) {
            parts.parts().forEach(part -> part(part).ifPresent(contents::add));
        } else {
            contents.add(TextContent.from(message.text()));
        }
        UserMessage.Builder user = UserMessage.builder().contents(contents);
        message.name().ifPresent(user::name);
        return contents.isEmpty() ? UserMessage.from("") : user.build();
    }

    private Optional<dev.langchain4j.data.message.Content> part(Content.Part part) {
        if (part.fields().get("text") instanceof String text && part.fields().size() == 1) {
            return Optional.of(TextContent.from(text));
        }
        if (part.fields().get("image_url") instanceof Map<?, ?> image
                && part.fields().size() == 1
                && image.get("url") instanceof String url) {
            if (image.size() == 1) {
                // by itself LangChain4j says low
                return Optional.of(ImageContent.from(url, ImageContent.DetailLevel.AUTO));
            }
            Optional<ImageContent.DetailLevel> detail = List.of(ImageContent.DetailLevel.values()).stream()
                    .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(image.get("detail")))
                    .findFirst();
            if (image.size() == 2 && detail.isPresent()) {
                return Optional.of(ImageContent.from(url, detail.get()));
            }
        }
        refuse("a part of the type " + part.type() + " as it is given");
        return Optional.empty();
    }

    private ChatMessage assistant(Message message) {
        message.toolCalls().forEach(call -> {
            call.id().ifPresent(id -> toolOfCall.put(id, call.name()));
            call.extras().keySet().forEach(field -> refuse("the field " + field + " of a tool call"));
        });
        text(message);
        return Responses.message(message);
    }

    private Optional<ChatMessage> tool(Message message) {
        if (message.toolCallId().isEmpty()) {
            return refuse("a tool's result without the id of its call");
        }
        String id = message.toolCallId().get();
        if (!toolOfCall.containsKey(id)) {
            return refuse("a tool's result whose call is not in the conversation");
        }
        return Optional.of(ToolExecutionResultMessage.from(id, toolOfCall.get(id), text(message)));
    }
}
