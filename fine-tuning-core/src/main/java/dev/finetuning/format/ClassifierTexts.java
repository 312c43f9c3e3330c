package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Role;
import dev.finetuning.format.internal.Instructions;
import dev.finetuning.format.internal.MessageReader;
import dev.finetuning.format.internal.MessageWriter;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.format.internal.Tokens;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Classifier data: {@code {"text": …, "labels": {name: label or labels}}}, or {@code messages} instead of
 * the text. The labels become the reference of a {@link PromptExample}.
 */
public final class ClassifierTexts extends JsonFormat {
    /** The name of the reference with the labels: {@code "labels"}. */
    public static final String LABELS = "labels";

    private static final Set<String> KNOWN = known("text", "messages", LABELS);
    private static final ClassifierTexts INSTANCE = new ClassifierTexts();

    private ClassifierTexts() {}

    /** The format. It has no settings. */
    public static ClassifierTexts format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "classifier texts";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        List<Message> messages = null;
        Map<String, Object> labels = null;
        Instructions instructions = new Instructions();
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "text" -> messages = List.of(Message.user(Tokens.string(parser)));
                case "messages" -> messages = MessageReader.messages(parser);
                case LABELS -> {
                    Tokens.object(parser);
                    labels = StrictJson.object(parser);
                }
                default -> {
                    if (!instructions.take(name, parser)) {
                        extras.keep(name, parser);
                    }
                }
            }
        }
        return new PromptExample(
                instructions.before(Tokens.present(messages, "text")),
                List.of(),
                Map.of(LABELS, Tokens.present(labels, LABELS)),
                info(record, extras.fields()));
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        if (!(example instanceof PromptExample prompt)
                || !prompt.reference().keySet().equals(Set.of(LABELS))
                || !(prompt.reference().get(LABELS) instanceof Map)
                || !prompt.tools().isEmpty()) {
            throw new UnwritableExampleException(name(), example, "it has only a text and an object of labels");
        }
        if (TextOrMessages.isPlain(prompt.messages(), Role.USER)) {
            generator.writeStringField("text", prompt.messages().get(0).text());
        } else {
            MessageWriter.messages(generator, "messages", prompt.messages());
        }
        generator.writeFieldName(LABELS);
        JsonText.write(generator, prompt.reference().get(LABELS));
        writeExtras(generator, prompt.info().extras(), KNOWN);
    }
}
