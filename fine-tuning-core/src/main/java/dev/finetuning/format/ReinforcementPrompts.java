package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Tool;
import dev.finetuning.format.internal.Instructions;
import dev.finetuning.format.internal.MessageReader;
import dev.finetuning.format.internal.MessageWriter;
import dev.finetuning.format.internal.ToolReader;
import dev.finetuning.format.internal.ToolWriter;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prompts for a grader: {@code messages}, {@code tools}, and all other fields as reference for the grader. */
public final class ReinforcementPrompts extends JsonFormat {
    private static final Set<String> KNOWN = known("messages", "tools", "functions");
    private static final ReinforcementPrompts INSTANCE = new ReinforcementPrompts();

    private ReinforcementPrompts() {}

    /** The format. It has no settings. */
    public static ReinforcementPrompts format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "reinforcement prompts";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        List<Message> messages = null;
        List<Tool> tools = List.of();
        Instructions instructions = new Instructions();
        UnknownFields reference = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "messages" -> messages = MessageReader.messages(parser);
                case "tools", "functions" -> tools = ToolReader.joined(tools, parser);
                default -> {
                    if (!instructions.take(name, parser)) {
                        reference.keep(name, parser);
                    }
                }
            }
        }
        return new PromptExample(
                instructions.before(ChatMessages.present(messages)), tools, reference.fields(), info(record, Map.of()));
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        if (!(example instanceof PromptExample prompt)) {
            throw new UnwritableExampleException(name(), example, "it is not a prompt with reference fields");
        }
        if (!prompt.info().extras().isEmpty()) {
            throw new UnwritableExampleException(
                    name(), example, "fields other than the reference would be read as part of it");
        }
        MessageWriter.messages(generator, "messages", prompt.messages());
        if (!prompt.tools().isEmpty()) {
            ToolWriter.tools(generator, prompt.tools());
        }
        writeExtras(generator, prompt.reference(), KNOWN);
    }
}
