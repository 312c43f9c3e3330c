package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.Example;
import dev.finetuning.example.TextExample;
import dev.finetuning.format.internal.Tokens;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;

/** {@code {"text": …}}, for pre-training. */
public final class PlainText extends JsonFormat {
    private static final PlainText INSTANCE = new PlainText();

    private PlainText() {}

    /** The format. It has no settings. */
    public static PlainText format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "plain text";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        String text = null;
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals("text")) {
                text = Tokens.string(parser);
            } else {
                extras.keep(name, parser);
            }
        }
        return new TextExample(Tokens.present(text, "text"), info(record, extras.fields()));
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        if (!(example instanceof TextExample text)) {
            throw new UnwritableExampleException(name(), example, "it has no roles");
        }
        generator.writeStringField("text", text.text());
        writeExtras(generator, example.info().extras());
    }
}
