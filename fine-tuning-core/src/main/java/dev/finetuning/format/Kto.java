package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.format.internal.AskedFields;
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
import java.util.Set;

/**
 * An answer rated good or bad: {@code {"messages": […], "label": true}}, or TRL's {@code {"prompt": …,
 * "completion": …, "label": true}}. LLaMA-Factory's {@code kto_tag} is also read, next to {@code
 * conversations} or Alpaca's fields. One turn of plain text is written in TRL's form, anything else as
 * messages.
 */
public final class Kto extends JsonFormat {
    private static final Set<String> KNOWN = known(
            "messages",
            "conversations",
            "conversation",
            "prompt",
            "question",
            "query",
            "instruction",
            "input",
            "history",
            "completion",
            "output",
            "response",
            "answer",
            "label",
            "kto_tag",
            "tools",
            "functions");
    private static final Kto INSTANCE = new Kto();

    private Kto() {}

    /** The format. It has no settings. */
    public static Kto format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "KTO";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        AskedFields question = new AskedFields();
        List<Message> answer = List.of();
        Boolean label = null;
        List<Tool> tools = List.of();
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "completion", "output", "response", "answer" ->
                    answer = TextOrMessages.read(parser, Role.ASSISTANT);
                case "label", "kto_tag" -> label = label(parser);
                case "tools", "functions" -> tools = ToolReader.joined(tools, parser);
                default -> {
                    if (!question.take(name, parser)) {
                        extras.keep(name, parser);
                    }
                }
            }
        }
        if (answer.isEmpty() && question.turns() == null) {
            throw Tokens.missing("messages");
        }
        List<Message> messages = new ArrayList<>(question.instructed(question.messages()));
        messages.addAll(answer);
        return new RatedExample(messages, Tokens.present(label, "label"), tools, info(record, extras.fields()));
    }

    /** True or false, as a table may hold it, too. */
    private static boolean label(JsonParser parser) throws IOException, JsonFault {
        String text = parser.getText();
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return true;
        }
        if (text.equalsIgnoreCase("false") || text.equals("0")) {
            return false;
        }
        throw Tokens.unexpected(parser, "true or false");
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
        writeExtras(generator, example.info().extras(), KNOWN);
    }
}
