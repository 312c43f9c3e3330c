package dev.finetuning.langchain4j;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads messages of LangChain4j. */
final class MessageReader {
    private MessageReader() {}

    static List<Message> read(List<ChatMessage> messages) {
        return messages.stream().map(MessageReader::read).toList();
    }

    private static Message read(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return Message.system(system.text());
        }
        if (message instanceof UserMessage user) {
            return user(user);
        }
        if (message instanceof AiMessage assistant) {
            return assistant(assistant);
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return result(result);
        }
        throw new UnsupportedFeatureException(
                "a message of the type " + message.type() + " cannot be carried to this model");
    }

    private static Message user(UserMessage user) {
        Message.Builder message = Message.builder(Role.USER).content(content(user.contents()));
        Optional.ofNullable(user.name()).ifPresent(message::name);
        return message.build();
    }

    private static Content content(List<dev.langchain4j.data.message.Content> contents) {
        if (contents.size() == 1 && contents.get(0) instanceof TextContent text) {
            return Content.of(text.text());
        }
        return Content.of(contents.stream().map(MessageReader::part).toList());
    }

    private static Content.Part part(dev.langchain4j.data.message.Content content) {
        if (content instanceof TextContent text) {
            return Content.Part.text(text.text());
        }
        if (content instanceof ImageContent image) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("url", url(image.image()));
            if (image.detailLevelSpecified()) {
                fields.put("detail", image.detailLevel().name().toLowerCase(Locale.ROOT));
            }
            return new Content.Part("image_url", Map.of("image_url", fields));
        }
        throw new UnsupportedFeatureException(
                "content of the type " + content.type() + " cannot be carried to this model, only text and images");
    }

    private static String url(Image image) {
        return image.url() != null
                ? image.url().toString()
                : "data:" + Optional.ofNullable(image.mimeType()).orElse("image/png") + ";base64," + image.base64Data();
    }

    private static Message assistant(AiMessage assistant) {
        if (!assistant.images().isEmpty() || !assistant.audios().isEmpty()) {
            throw new UnsupportedFeatureException("images or audio in an answer cannot be carried to this model");
        }
        Message.Builder message = Message.builder(Role.ASSISTANT)
                .toolCalls(assistant.toolExecutionRequests().stream()
                        .map(MessageReader::call)
                        .toList());
        Optional.ofNullable(assistant.text()).map(Content::of).ifPresent(message::content);
        return message.build();
    }

    private static ToolCall call(ToolExecutionRequest request) {
        String arguments = Optional.ofNullable(request.arguments()).orElse("{}");
        return request.id() == null
                ? ToolCall.of(request.name(), arguments)
                : ToolCall.of(request.id(), request.name(), arguments);
    }

    private static Message result(ToolExecutionResultMessage result) {
        if (result.id() == null) {
            throw new UnsupportedFeatureException(
                    "a tool's result without the id of its call cannot be carried to this model");
        }
        Content content = content(result.contents());
        if (!(content instanceof Content.Text)) {
            throw new UnsupportedFeatureException(
                    "a tool's result of several parts cannot be carried to this model, only one text");
        }
        return Message.builder(Role.TOOL)
                .toolCallId(result.id())
                .content(content)
                .build();
    }
}
