package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.format.internal.Instructions;
import dev.finetuning.format.internal.MessageReader;
import dev.finetuning.format.internal.RecordMeaning;
import dev.finetuning.format.internal.Speakers;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.format.internal.ToolReader;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * {@code {"conversations": [{"from": "human", "value": …}, …], "system": …, "tools": "[…]"}} with the
 * speakers human, gpt, system, function_call and observation. Function calls and tools are JSON in strings.
 * Ids of calls are written as additional fields, which trainers ignore. The white space of arguments that
 * are an object is not preserved.
 */
public final class ShareGpt extends JsonFormat {
    private static final Set<String> KNOWN = known("conversations", "conversation", "tools", "functions");
    private static final ShareGpt INSTANCE = new ShareGpt();

    private ShareGpt() {}

    /** The format. It has no settings. */
    public static ShareGpt format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "ShareGPT";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        List<Message> turns = null;
        Instructions instructions = new Instructions();
        List<Tool> tools = List.of();
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "conversations", "conversation" -> turns = Speakers.turns(parser);
                case "tools", "functions" -> tools = ToolReader.joined(tools, parser);
                default -> {
                    if (!instructions.take(name, parser)) {
                        extras.keep(name, parser);
                    }
                }
            }
        }
        if (turns == null) {
            throw MessageReader.noMessages("/conversations");
        }
        RecordMeaning.refuseJudged(extras.fields());
        return new ChatExample(instructions.before(turns), tools, info(record, extras.fields()));
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        if (!(example instanceof ChatExample)) {
            throw new UnwritableExampleException(name(), example, "it has only conversations");
        }
        List<Message> messages = example.messages();
        boolean hasSystem = !messages.isEmpty() && TextOrMessages.isPlain(messages.get(0), Role.SYSTEM);
        generator.writeArrayFieldStart("conversations");
        for (Message message : messages.subList(hasSystem ? 1 : 0, messages.size())) {
            String obstacle = Speakers.obstacle(message);
            if (obstacle != null) {
                throw new UnwritableExampleException(name(), example, obstacle);
            }
            Speakers.write(generator, message);
        }
        generator.writeEndArray();
        if (hasSystem) {
            generator.writeStringField("system", messages.get(0).text());
        }
        if (!example.tools().isEmpty()) {
            Speakers.writeTools(generator, example.tools());
        }
        writeExtras(generator, example.info().extras(), KNOWN);
    }
}
