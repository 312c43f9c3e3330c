package dev.finetuning.springai;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;

/** Reads messages of Spring AI. */
final class MessageReader {
    private static final String FUNCTION = "function";

    private final Refusal refusal;

    MessageReader(Refusal refusal) {
        this.refusal = refusal;
    }

    List<Message> read(List<org.springframework.ai.chat.messages.Message> messages) {
        List<Message> ours = new ArrayList<>();
        messages.forEach(message -> read(message, ours));
        return ours;
    }

    private void read(org.springframework.ai.chat.messages.Message message, List<Message> ours) {
        if (message instanceof SystemMessage) {
            ours.add(Message.system(Objects.requireNonNullElse(message.getText(), "")));
        } else if (message instanceof UserMessage user) {
            ours.add(user(user));
        } else if (message instanceof AssistantMessage assistant) {
            ours.add(assistant(assistant));
        } else if (message instanceof ToolResponseMessage results) {
            results.getResponses().forEach(result -> ours.add(Message.tool(result.id(), result.responseData())));
        } else {
            refusal.add("a message of the class " + message.getClass().getName());
        }
    }

    private Message user(UserMessage user) {
        String text = Objects.requireNonNullElse(user.getText(), "");
        if (user.getMedia().isEmpty()) {
            return Message.user(text);
        }
        List<Content.Part> parts = new ArrayList<>();
        parts.add(Content.Part.text(text));
        user.getMedia().forEach(media -> parts.add(part(media)));
        return Message.builder(Role.USER).content(Content.of(parts)).build();
    }

    private Content.Part part(Media media) {
        if (!media.getMimeType().getType().equals("image")) {
            refusal.add("media of the type " + media.getMimeType());
        }
        Object data = media.getData();
        return Content.Part.imageUrl(
                data instanceof byte[] bytes
                        ? "data:" + media.getMimeType() + ";base64,"
                                + Base64.getEncoder().encodeToString(bytes)
                        : data.toString());
    }

    private Message assistant(AssistantMessage assistant) {
        if (!assistant.getMedia().isEmpty()) {
            refusal.add("media in an answer");
        }
        List<ToolCall> calls = new ArrayList<>();
        for (AssistantMessage.ToolCall call : assistant.getToolCalls()) {
            if (!FUNCTION.equals(call.type())) {
                refusal.add("a tool call of the type " + call.type());
            }
            calls.add(ToolCall.of(call.id(), call.name(), call.arguments()));
        }
        Message.Builder message = Message.builder(Role.ASSISTANT).toolCalls(calls);
        String text = assistant.getText();
        if (text != null && !(text.isEmpty() && !calls.isEmpty())) {
            message.content(Content.of(text));
        }
        return message.build();
    }
}
