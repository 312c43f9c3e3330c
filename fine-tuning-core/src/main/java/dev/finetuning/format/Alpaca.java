package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.format.internal.AskedFields;
import dev.finetuning.format.internal.Instructions;
import dev.finetuning.format.internal.RecordMeaning;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.format.internal.Tokens;
import dev.finetuning.format.internal.ToolReader;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code {"instruction", "input", "output", "system", "history"}}. The user message is the instruction,
 * followed by a newline and the input if there is one, as in LLaMA-Factory. When written, all of it goes
 * into the instruction. History holds earlier turns as pairs.
 */
public final class Alpaca extends JsonFormat {
    private static final Set<String> KNOWN = known("instruction", "input", "output", "history", "tools");
    private static final Alpaca INSTANCE = new Alpaca();

    private Alpaca() {}

    /** The format. It has no settings. */
    public static Alpaca format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "Alpaca";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        String instruction = null;
        String input = null;
        String output = null;
        List<Tool> tools = List.of();
        List<Message> history = List.of();
        Instructions instructions = new Instructions();
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "instruction" -> instruction = Tokens.string(parser);
                case "input" -> input = Tokens.stringOrNull(parser);
                case "output" -> output = Tokens.string(parser);
                case "history" -> history = AskedFields.history(parser);
                case "tools" -> tools = ToolReader.tools(parser);
                default -> {
                    if (!instructions.take(name, parser)) {
                        extras.keep(name, parser);
                    }
                }
            }
        }
        RecordMeaning.refuseJudged(extras.fields());
        List<Message> messages = new ArrayList<>(history);
        messages.add(Message.user(AskedFields.joined(Tokens.present(instruction, "instruction"), input)));
        messages.add(Message.assistant(Tokens.present(output, "output")));
        return new ChatExample(instructions.before(messages), tools, info(record, extras.fields()));
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        List<Message> messages = example.messages();
        boolean hasSystem = !messages.isEmpty() && TextOrMessages.isPlain(messages.get(0), Role.SYSTEM);
        List<Message> turns = messages.subList(hasSystem ? 1 : 0, messages.size());
        check(example, turns);
        int last = turns.size() - 2;
        generator.writeStringField("instruction", turns.get(last).text());
        generator.writeStringField("input", "");
        generator.writeStringField("output", turns.get(last + 1).text());
        if (hasSystem) {
            generator.writeStringField("system", messages.get(0).text());
        }
        if (last > 0) {
            history(generator, turns.subList(0, last));
        }
        writeExtras(generator, example.info().extras(), KNOWN);
    }

    private void check(Example example, List<Message> turns) {
        boolean alternate = example instanceof ChatExample && turns.size() >= 2 && turns.size() % 2 == 0;
        for (int i = 0; i < turns.size() && alternate; i++) {
            alternate = TextOrMessages.isPlain(turns.get(i), i % 2 == 0 ? Role.USER : Role.ASSISTANT);
        }
        if (!alternate || !example.tools().isEmpty()) {
            throw new UnwritableExampleException(
                    name(), example, "it has only one system prompt and turns of plain text from user and assistant");
        }
    }

    private static void history(JsonGenerator generator, List<Message> turns) throws IOException {
        generator.writeArrayFieldStart("history");
        for (int i = 0; i < turns.size(); i += 2) {
            generator.writeStartArray();
            generator.writeString(turns.get(i).text());
            generator.writeString(turns.get(i + 1).text());
            generator.writeEndArray();
        }
        generator.writeEndArray();
    }
}
