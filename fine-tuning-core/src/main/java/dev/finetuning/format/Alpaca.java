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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"instruction", "input", "output", "system", "history"}}. The user's message is the instruction
 * and, after a line end, the input where there is one, as LLaMA-Factory joins them; written back, all of
 * it stands in the instruction. History holds earlier turns as pairs.
 */
public final class Alpaca extends JsonFormat {
    private static final Set<String> KNOWN = Set.of("instruction", "input", "output", "system", "history");
    private static final Alpaca INSTANCE = new Alpaca();

    private Alpaca() {}

    /** The format; it has no settings. */
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
        String system = null;
        List<List<String>> history = List.of();
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "instruction" -> instruction = Tokens.string(parser);
                case "input" -> input = Tokens.stringOrNull(parser);
                case "output" -> output = Tokens.string(parser);
                case "system" -> system = Tokens.stringOrNull(parser);
                case "history" -> history = Tokens.isNull(parser) ? history : Tokens.list(parser, Alpaca::pair);
                default -> extras.keep(name, parser);
            }
        }
        List<Message> messages = earlier(system, history);
        messages.add(Message.user(joined(TextOrMessages.present(instruction, "instruction"), input)));
        messages.add(Message.assistant(TextOrMessages.present(output, "output")));
        return new ChatExample(messages, List.of(), info(record, extras.fields()));
    }

    private static String joined(String instruction, @Nullable String input) {
        if (input == null || input.isEmpty()) {
            return instruction;
        }
        return instruction.isEmpty() ? input : instruction + "\n" + input;
    }

    private static List<String> pair(JsonParser parser) throws IOException, JsonFault {
        List<String> pair = Tokens.list(parser, Tokens::string);
        if (pair.size() != 2) {
            throw Tokens.unexpected(parser, "a pair of what was said and answered");
        }
        return pair;
    }

    private static List<Message> earlier(@Nullable String system, List<List<String>> history) {
        List<Message> messages = new ArrayList<>();
        if (system != null && !system.isEmpty()) {
            messages.add(Message.system(system));
        }
        for (List<String> pair : history) {
            messages.add(Message.user(pair.get(0)));
            messages.add(Message.assistant(pair.get(1)));
        }
        return messages;
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
                    name(),
                    example,
                    "it holds one system prompt and turns of plain text from user and assistant, nothing else");
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
