package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.format.internal.Tokens;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code {"text": …, "labels": {name: label}}}: a text as the question and one label as the answer. */
public final class LabelledText extends JsonFormat {
    private final String label;

    private LabelledText(String label) {
        this.label = label;
    }

    /** The format that takes the label of this name as the answer. */
    public static LabelledText of(String label) {
        return new LabelledText(label);
    }

    @Override
    public String name() {
        return "labelled text";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        String text = null;
        String answer = null;
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "text" -> text = Tokens.string(parser);
                case "labels" -> answer = label(parser);
                default -> extras.keep(name, parser);
            }
        }
        List<Message> messages = List.of(
                Message.user(Tokens.present(text, "text")),
                Message.assistant(Tokens.present(answer, "labels/" + label)));
        return new ChatExample(messages, List.of(), info(record, extras.fields()));
    }

    private @Nullable String label(JsonParser parser) throws IOException, JsonFault {
        Tokens.object(parser);
        String found = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals(label)) {
                found = Tokens.string(parser);
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        List<Message> messages = example.messages();
        boolean fits = example instanceof ChatExample
                && messages.size() == 2
                && TextOrMessages.isPlain(messages.get(0), Role.USER)
                && TextOrMessages.isPlain(messages.get(1), Role.ASSISTANT);
        if (!fits || !example.tools().isEmpty()) {
            throw new UnwritableExampleException(name(), example, "it has only one text and its label");
        }
        generator.writeStringField("text", messages.get(0).text());
        generator.writeObjectFieldStart("labels");
        generator.writeStringField(label, messages.get(1).text());
        generator.writeEndObject();
        writeExtras(generator, example.info().extras());
    }
}
