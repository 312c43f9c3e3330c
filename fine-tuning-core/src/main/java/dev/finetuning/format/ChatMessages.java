package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.format.internal.Instructions;
import dev.finetuning.format.internal.MessageReader;
import dev.finetuning.format.internal.MessageWriter;
import dev.finetuning.format.internal.RecordMeaning;
import dev.finetuning.format.internal.ToolReader;
import dev.finetuning.format.internal.ToolWriter;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"messages": [{role, content, name?, weight?, tool_calls?, tool_call_id?}], "tools"?: […]}}, as
 * chat APIs take it. Content may be a string or a list of typed parts. Other fields, such as {@code
 * parallel_tool_calls}, are kept as extras and written back. Tool-call arguments given as an object become
 * JSON text.
 */
public final class ChatMessages extends JsonFormat {
    private static final Set<String> KNOWN = known("messages", "tools", "functions");
    private static final ChatMessages INSTANCE = new ChatMessages();

    private ChatMessages() {}

    /** The format. It has no settings. */
    public static ChatMessages format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "chat messages";
    }

    @Override
    ChatExample read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        List<Message> messages = null;
        List<Tool> tools = List.of();
        Instructions instructions = new Instructions();
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "messages" -> messages = MessageReader.messages(parser);
                case "tools", "functions" -> tools = ToolReader.joined(tools, parser);
                default -> {
                    if (!instructions.take(name, parser)) {
                        extras.keep(name, parser);
                    }
                }
            }
        }
        RecordMeaning.refuseJudged(extras.fields());
        return new ChatExample(instructions.before(present(messages)), tools, info(record, extras.fields()));
    }

    static List<Message> present(@Nullable List<Message> messages) throws JsonFault {
        if (messages == null) {
            throw MessageReader.noMessages("/messages");
        }
        return messages;
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        if (!(example instanceof ChatExample)) {
            throw new UnwritableExampleException(
                    name(),
                    example,
                    "it has only conversations, not a " + example.getClass().getSimpleName());
        }
        MessageWriter.messages(generator, "messages", example.messages());
        if (!example.tools().isEmpty()) {
            ToolWriter.tools(generator, example.tools());
        }
        writeExtras(generator, example.info().extras(), KNOWN);
    }
}
