package dev.finetuning.local.internal.model;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** What models here see of a conversation, and what they answer. */
public final class ConversationText {
    private ConversationText() {}

    /** The readable text of all messages, in order. */
    public static String text(List<Message> messages) {
        return messages.size() == 1
                ? messages.get(0).text()
                : messages.stream().map(Message::text).collect(Collectors.joining("\n"));
    }

    /** Whether the message is an assistant's and trained on: its weight is not 0. */
    public static boolean trainedOn(Message message) {
        return message.role() == Role.ASSISTANT && message.weight().orElse(1) != 0;
    }

    /** Whether there is something to answer: readable text or a tool call. */
    public static boolean saysSomething(Message message) {
        return !message.text().isBlank() || !message.toolCalls().isEmpty();
    }

    /** The answer as one text that is equal for equal answers; ids of tool calls do not count. */
    public static String answerKey(Message answer) {
        List<ToolCall> calls = answer.toolCalls().stream()
                .map(call -> ToolCall.of(call.name(), call.arguments()))
                .toList();
        Message bare = Message.assistant(calls);
        Message said = answer.text().isEmpty() ? bare : bare.withContent(Content.of(answer.text()));
        return JsonText.of(ChatMessages.format().write(ChatExample.of(said)));
    }

    /**
     * The answer of a key.
     *
     * @throws IOException if the text is no such key
     */
    public static Message answer(String key) throws IOException {
        try {
            SourceRecord record = SourceRecord.of(StrictJson.standard().object(key), Origin.CODE);
            return ChatMessages.format().read(record).messages().get(0);
        } catch (JsonFault e) {
            throw new IOException("not an answer: " + e.code(), e);
        } catch (MalformedRecordException e) {
            throw new IOException("not an answer: " + e.rejection().code(), e);
        }
    }
}
