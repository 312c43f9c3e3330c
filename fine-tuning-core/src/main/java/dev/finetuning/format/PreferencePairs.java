package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.format.internal.MessageWriter;
import dev.finetuning.format.internal.Speakers;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.format.internal.ToolWriter;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Two answers to one question, one better than the other, in the three common shapes. Each reads all
 * three; the shape decides what is written. The question may also be in {@code messages}, {@code
 * question}, {@code query} or Alpaca's fields, with a separate instruction; if the answers repeat it, the
 * repetition is removed. With {@code messages} and {@code rejected_response}, the last message is the
 * better answer.
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
    private static final PreferencePairs TRL_MESSAGES =
            new PreferencePairs("TRL preference pairs of messages", Shape.TRL_MESSAGES);
    private static final PreferencePairs SHARE_GPT = new PreferencePairs("ShareGPT preference pairs", Shape.SHARE_GPT);

    private static final Set<String> KNOWN = known(
            "messages",
            "conversations",
            "conversation",
            "prompt",
            "question",
            "query",
            "instruction",
            "history",
            "response",
            "chosen",
            "preferred_output",
            "rejected",
            "non_preferred_output",
            "rejected_response",
            "rejected_messages",
            "tools",
            "functions");

    private enum Shape {
        OPEN_AI,
        TRL,
        TRL_MESSAGES,
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

    /** As TRL takes them, always with lists of messages, because its reader wants the same form throughout a file. */
    public static PreferencePairs trlMessages() {
        return TRL_MESSAGES;
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
        PairDraft draft = new PairDraft();
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
            case TRL, TRL_MESSAGES -> writeTrl(generator, pair);
            case SHARE_GPT -> writeShareGpt(generator, pair);
        }
        Map<String, Object> extras = new LinkedHashMap<>(pair.info().extras());
        if (shape == Shape.OPEN_AI) {
            extras.remove("input");
        }
        writeExtras(generator, extras, KNOWN);
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

    private void writeTrl(JsonGenerator generator, PreferenceExample pair) throws IOException {
        boolean plain = shape == Shape.TRL
                && TextOrMessages.isPlain(pair.messages(), Role.USER)
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
}
