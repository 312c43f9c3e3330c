package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.format.internal.Instructions;
import dev.finetuning.format.internal.RecordMeaning;
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

/** {@code {"prompt": …, "completion": …}}: both strings, or both lists of messages as in TRL's conversational form. */
public final class PromptCompletion extends JsonFormat {
    private static final Set<String> KNOWN = known("prompt", "completion", "tools", "functions");
    private static final PromptCompletion INSTANCE = new PromptCompletion();

    private PromptCompletion() {}

    /** The format. It has no settings. */
    public static PromptCompletion format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "prompt and completion";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        List<Message> prompt = null;
        List<Message> completion = null;
        List<Tool> tools = List.of();
        Instructions instructions = new Instructions();
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "prompt" -> prompt = TextOrMessages.read(parser, Role.USER);
                case "completion" -> completion = TextOrMessages.read(parser, Role.ASSISTANT);
                case "tools", "functions" -> tools = ToolReader.joined(tools, parser);
                default -> {
                    if (!instructions.take(name, parser)) {
                        extras.keep(name, parser);
                    }
                }
            }
        }
        RecordMeaning.refuseJudged(extras.fields());
        List<Message> messages = new ArrayList<>(Tokens.present(prompt, "prompt"));
        messages.addAll(Tokens.present(completion, "completion"));
        return new ChatExample(instructions.before(messages), tools, info(record, extras.fields()));
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        List<Message> messages = example.messages();
        int last = messages.size() - 1;
        if (!(example instanceof ChatExample) || last < 1 || messages.get(last).role() != Role.ASSISTANT) {
            throw new UnwritableExampleException(name(), example, "a completion is an answer to something");
        }
        List<Message> prompt = messages.subList(0, last);
        List<Message> completion = messages.subList(last, last + 1);
        boolean plain = TextOrMessages.isPlain(prompt, Role.USER) && TextOrMessages.isPlain(completion, Role.ASSISTANT);
        TextOrMessages.write(generator, "prompt", prompt, plain);
        TextOrMessages.write(generator, "completion", completion, plain);
        if (!example.tools().isEmpty()) {
            ToolWriter.tools(generator, example.tools());
        }
        writeExtras(generator, example.info().extras(), KNOWN);
    }
}
