package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.format.internal.Instructions;
import dev.finetuning.format.internal.RecordMeaning;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.format.internal.Tokens;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * {@code {"systemInstruction": {"parts": […]}, "contents": [{"role": "user" | "model", "parts": [{"text":
 * …}]}]}}, as Vertex AI takes it. Text only; the text parts of a message are joined by line feeds.
 */
public final class VertexContents extends JsonFormat {
    private static final Set<String> KNOWN = known("contents");
    private static final VertexContents INSTANCE = new VertexContents();

    private VertexContents() {}

    /** The format. It has no settings. */
    public static VertexContents format() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "Vertex contents";
    }

    @Override
    Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault {
        List<Message> contents = null;
        Instructions instructions = new Instructions();
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "contents" -> contents = Tokens.list(parser, VertexContents::message);
                default -> {
                    if (!instructions.take(name, parser)) {
                        extras.keep(name, parser);
                    }
                }
            }
        }
        RecordMeaning.refuseJudged(extras.fields());
        return new ChatExample(
                instructions.before(Tokens.present(contents, "contents")), List.of(), info(record, extras.fields()));
    }

    private static Message message(JsonParser parser) throws IOException, JsonFault {
        Tokens.object(parser);
        Role role = null;
        List<String> parts = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "role" -> role = role(parser);
                case "parts" -> parts = Tokens.list(parser, VertexContents::text);
                default -> throw unknown(parser);
            }
        }
        return Message.of(
                Tokens.present(role, "contents/role"), String.join("\n", Tokens.present(parts, "contents/parts")));
    }

    private static Role role(JsonParser parser) throws IOException, JsonFault {
        return switch (Tokens.string(parser)) {
            case "user" -> Role.USER;
            case "model" -> Role.ASSISTANT;
            default ->
                throw new JsonFault(
                        "unrecognized_role",
                        StrictJson.pointer(parser),
                        "The role is neither user nor model.",
                        "Use one of these.");
        };
    }

    private static String text(JsonParser parser) throws IOException, JsonFault {
        Tokens.object(parser);
        String text = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (!name.equals("text")) {
                throw unknown(parser);
            }
            text = Tokens.string(parser);
        }
        return Tokens.present(text, "contents/parts/text");
    }

    private static JsonFault unknown(JsonParser parser) {
        return new JsonFault(
                "unsupported_part",
                StrictJson.pointer(parser),
                "There is something other than a role and text parts.",
                "Only text is read from this format.");
    }

    @Override
    void writeFields(JsonGenerator generator, Example example) throws IOException {
        List<Message> messages = example.messages();
        check(example, messages);
        int first = 0;
        if (messages.get(0).role() == Role.SYSTEM) {
            generator.writeObjectFieldStart("systemInstruction");
            parts(generator, messages.get(0));
            generator.writeEndObject();
            first = 1;
        }
        generator.writeArrayFieldStart("contents");
        for (Message message : messages.subList(first, messages.size())) {
            generator.writeStartObject();
            generator.writeStringField("role", message.role() == Role.USER ? "user" : "model");
            parts(generator, message);
            generator.writeEndObject();
        }
        generator.writeEndArray();
        writeExtras(generator, example.info().extras(), KNOWN);
    }

    private void check(Example example, List<Message> messages) {
        boolean fits = example instanceof ChatExample
                && !messages.isEmpty()
                && example.tools().isEmpty();
        for (int i = 0; i < messages.size() && fits; i++) {
            Message message = messages.get(i);
            boolean known = message.role() == Role.USER
                    || message.role() == Role.ASSISTANT
                    || (message.role() == Role.SYSTEM && i == 0);
            fits = known && TextOrMessages.isPlain(message, message.role());
        }
        if (!fits) {
            throw new UnwritableExampleException(
                    name(), example, "text from system, user and assistant is all that is written to it");
        }
    }

    private static void parts(JsonGenerator generator, Message message) throws IOException {
        generator.writeArrayFieldStart("parts");
        generator.writeStartObject();
        generator.writeStringField("text", message.text());
        generator.writeEndObject();
        generator.writeEndArray();
    }
}
