package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.format.internal.MessageReader;
import dev.finetuning.format.internal.MessageWriter;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.format.internal.Tokens;
import dev.finetuning.format.internal.ToolReader;
import dev.finetuning.format.internal.ToolWriter;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer with a thumb up or down: {@code {"messages": […], "label": true}} or TRL's
 * {@code {"prompt": …, "completion": …, "label": true}}; {@code kto_tag} is read as the label, too. One
 * turn of plain text is written in TRL's form, all else as messages.
 */
public final class Kto extends JsonFormat {
    private static final Kto INSTANCE = new Kto();

    private Kto() {}

    /** The format; it has no settings. */
    public static Kto format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "KTO";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        List<Message> messages = null;
        List<Message> prompt = List.of();
        List<Message> completion = null;
        Boolean label = null;
        List<Tool> tools = List.of();
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "messages" -> messages = MessageReader.messages(parser);
                case "prompt" -> prompt = TextOrMessages.read(parser, Role.USER);
                case "completion" -> completion = TextOrMessages.read(parser, Role.ASSISTANT);
                case "label", "kto_tag" -> label = label(parser);
                case "tools" -> tools = ToolReader.tools(parser);
                default -> extras.keep(name, parser);
            }
        }
        List<Message> all = new ArrayList<>(messages == null ? prompt : messages);
        if (messages == null) {
            all.addAll(TextOrMessages.present(completion, "messages"));
        }
        return new RatedExample(all, TextOrMessages.present(label, "label"), tools, info(record, extras.fields()));
    }

    private static boolean label(JsonParser parser) throws JsonFault {
        if (!parser.currentToken().isBoolean()) {
            throw Tokens.unexpected(parser, "true or false");
        }
        return parser.currentToken() == com.fasterxml.jackson.core.JsonToken.VALUE_TRUE;
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        if (!(example instanceof RatedExample rated)) {
            throw new UnwritableExampleException(name(), example, "there is no label");
        }
        List<Message> messages = example.messages();
        if (messages.size() == 2
                && TextOrMessages.isPlain(messages.get(0), Role.USER)
                && TextOrMessages.isPlain(messages.get(1), Role.ASSISTANT)) {
            generator.writeStringField("prompt", messages.get(0).text());
            generator.writeStringField("completion", messages.get(1).text());
        } else {
            MessageWriter.messages(generator, "messages", messages);
        }
        generator.writeBooleanField("label", rated.desirable());
        if (!example.tools().isEmpty()) {
            ToolWriter.tools(generator, example.tools());
        }
        writeExtras(generator, example.info().extras());
    }
}
