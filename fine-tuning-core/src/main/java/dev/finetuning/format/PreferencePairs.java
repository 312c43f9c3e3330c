package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.format.internal.MessageReader;
import dev.finetuning.format.internal.MessageWriter;
import dev.finetuning.format.internal.Speakers;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.format.internal.Tokens;
import dev.finetuning.format.internal.ToolReader;
import dev.finetuning.format.internal.ToolWriter;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two answers to one input, of which one is better, in the three shapes that are about. All are read by
 * any of them; the shape decides what is written.
 *
 * <ul>
 *   <li>{@link #openAi}: {@code input{messages, tools}}, {@code preferred_output[]}, {@code
 *       non_preferred_output[]}
 *   <li>{@link #trl}: {@code prompt}, {@code chosen}, {@code rejected}, as strings or lists of messages; without
 *       a prompt, it is what both conversations begin with
 *   <li>{@link #shareGpt}: {@code conversations[]}, {@code chosen{from, value}}, {@code rejected{from, value}}
 * </ul>
 */
public final class PreferencePairs extends JsonFormat {
    private static final PreferencePairs OPEN_AI = new PreferencePairs("OpenAI preference pairs", Shape.OPEN_AI);
    private static final PreferencePairs TRL = new PreferencePairs("TRL preference pairs", Shape.TRL);
    private static final PreferencePairs SHARE_GPT = new PreferencePairs("ShareGPT preference pairs", Shape.SHARE_GPT);

    private enum Shape {
        OPEN_AI,
        TRL,
        SHARE_GPT
    }

    private final String name;
    private final Shape shape;

    private PreferencePairs(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
    }

    /** As OpenAI takes them. */
    public static PreferencePairs openAi() {
        return OPEN_AI;
    }

    /** As TRL takes them. */
    public static PreferencePairs trl() {
        return TRL;
    }

    /** As LLaMA-Factory takes them. */
    public static PreferencePairs shareGpt() {
        return SHARE_GPT;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        Draft draft = new Draft();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            draft.field(field, parser);
        }
        return draft.example(record);
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        if (!(example instanceof PreferenceExample pair)) {
            throw new UnwritableExampleException(name, example, "there are no two answers");
        }
        switch (shape) {
            case OPEN_AI -> writeOpenAi(generator, pair);
            case TRL -> writeTrl(generator, pair);
            case SHARE_GPT -> writeShareGpt(generator, pair);
        }
        Map<String, Object> extras = new LinkedHashMap<>(pair.info().extras());
        if (shape == Shape.OPEN_AI) {
            extras.remove("input");
        }
        writeExtras(generator, extras);
    }

    private static void writeOpenAi(JsonGenerator generator, PreferenceExample pair) throws IOException {
        generator.writeObjectFieldStart("input");
        MessageWriter.messages(generator, "messages", pair.messages());
        if (!pair.tools().isEmpty()) {
            ToolWriter.tools(generator, pair.tools());
        }
        if (pair.info().extras().get("input") instanceof Map<?, ?> beside) {
            ToolWriter.writeEntries(generator, beside);
        }
        generator.writeEndObject();
        MessageWriter.messages(generator, "preferred_output", pair.preferred());
        MessageWriter.messages(generator, "non_preferred_output", pair.rejected());
    }

    private static void writeTrl(JsonGenerator generator, PreferenceExample pair) throws IOException {
        boolean plain = TextOrMessages.isPlain(pair.messages(), Role.USER)
                && TextOrMessages.isPlain(pair.preferred(), Role.ASSISTANT)
                && TextOrMessages.isPlain(pair.rejected(), Role.ASSISTANT);
        TextOrMessages.write(generator, "prompt", pair.messages(), plain);
        TextOrMessages.write(generator, "chosen", pair.preferred(), plain);
        TextOrMessages.write(generator, "rejected", pair.rejected(), plain);
        if (!pair.tools().isEmpty()) {
            ToolWriter.tools(generator, pair.tools());
        }
    }

    private void writeShareGpt(JsonGenerator generator, PreferenceExample pair) throws IOException {
        if (pair.preferred().size() != 1 || pair.rejected().size() != 1) {
            throw new UnwritableExampleException(name, pair, "an answer is one turn");
        }
        generator.writeArrayFieldStart("conversations");
        for (Message message : pair.messages()) {
            turn(generator, pair, message);
        }
        generator.writeEndArray();
        generator.writeFieldName("chosen");
        turn(generator, pair, pair.preferred().get(0));
        generator.writeFieldName("rejected");
        turn(generator, pair, pair.rejected().get(0));
        if (!pair.tools().isEmpty()) {
            Speakers.writeTools(generator, pair.tools());
        }
    }

    private void turn(JsonGenerator generator, PreferenceExample pair, Message message) throws IOException {
        String obstacle = Speakers.obstacle(message);
        if (obstacle != null) {
            throw new UnwritableExampleException(name, pair, obstacle);
        }
        Speakers.write(generator, message);
    }

    /** What has been read of a record. */
    private static final class Draft {
        private @Nullable List<Message> input;
        private @Nullable List<Message> preferred;
        private @Nullable List<Message> rejected;
        private List<Tool> tools = List.of();
        private @Nullable String system;
        private final UnknownFields extras = new UnknownFields();

        void field(String field, JsonParser parser) throws IOException, JsonFault {
            switch (field) {
                case "input" -> input(parser);
                case "prompt" -> input = TextOrMessages.read(parser, Role.USER);
                case "conversations" -> input = Speakers.turns(parser);
                case "system" -> system = Tokens.stringOrNull(parser);
                case "tools" -> tools = Speakers.tools(parser);
                case "preferred_output" -> preferred = MessageReader.messages(parser);
                case "non_preferred_output" -> rejected = MessageReader.messages(parser);
                case "chosen" -> preferred = answer(parser);
                case "rejected" -> rejected = answer(parser);
                default -> extras.keep(field, parser);
            }
        }

        private void input(JsonParser parser) throws IOException, JsonFault {
            Tokens.object(parser);
            UnknownFields beside = new UnknownFields();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "messages" -> input = MessageReader.messages(parser);
                    case "tools" -> tools = ToolReader.tools(parser);
                    default -> beside.keep(field, parser);
                }
            }
            if (!beside.fields().isEmpty()) {
                extras.put("input", beside.fields());
            }
        }

        private static List<Message> answer(JsonParser parser) throws IOException, JsonFault {
            return parser.currentToken() == JsonToken.START_OBJECT
                    ? List.of(Speakers.turn(parser))
                    : TextOrMessages.read(parser, Role.ASSISTANT);
        }

        Example example(SourceRecord record) throws JsonFault {
            List<Message> better = TextOrMessages.present(preferred, "chosen");
            List<Message> worse = TextOrMessages.present(rejected, "rejected");
            int shared = 0;
            if (input == null) {
                shared = commonPrefix(better, worse);
                input = better.subList(0, shared);
            }
            List<Message> messages = new ArrayList<>(input);
            if (system != null && !system.isEmpty()) {
                messages.add(0, Message.system(system));
            }
            return new PreferenceExample(
                    messages,
                    better.subList(shared, better.size()),
                    worse.subList(shared, worse.size()),
                    tools,
                    info(record, extras.fields()));
        }

        /** What both begin with; of each, at least the last message is an answer. */
        private static int commonPrefix(List<Message> better, List<Message> worse) {
            int limit = Math.max(0, Math.min(better.size(), worse.size()) - 1);
            int shared = 0;
            while (shared < limit && better.get(shared).equals(worse.get(shared))) {
                shared++;
            }
            return shared;
        }
    }
}
