package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ShareGPT's turns: {@code {"from": "human", "value": "…"}}, with five speakers. The ids of calls, which
 * it does not know, are written beside what it knows, and read there.
 */
public final class Speakers {
    private static final Set<String> KNOWN = Set.of("from", "value", "weight", "tool_call_id");
    private static final Set<String> KNOWN_IN_CALLS = Set.of("id", "name", "arguments");

    private Speakers() {}

    /** Reads a list of turns, or the same as JSON within a string. */
    public static List<Message> turns(JsonParser parser) throws IOException, JsonFault {
        return MessageReader.listOrText(parser, Speakers::turn);
    }

    /** Reads a turn; one that has a role instead of a speaker is a message of the other shape. */
    public static Message turn(JsonParser parser) throws IOException, JsonFault {
        Tokens.object(parser);
        String from = null;
        String value = null;
        Double weight = null;
        String callId = null;
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "from" -> from = Tokens.string(parser);
                case "value" -> value = Tokens.stringOrNull(parser);
                case "weight" -> weight = MessageReader.weight(parser);
                case "tool_call_id" -> callId = Tokens.stringOrNull(parser);
                default -> extras.keep(name, parser);
            }
        }
        if (from == null && extras.fields().containsKey("role")) {
            return MessageReader.inOtherShape(extras.fields(), value, weight, callId);
        }
        String pointer = StrictJson.pointer(parser);
        Role role = role(from, pointer);
        boolean calls = "function_call".equals(from);
        Message.Builder turn = Message.builder(role).extras(extras.fields());
        if (calls) {
            turn.toolCalls(calls(value == null ? "" : value, pointer));
        } else if (value != null) {
            turn.content(Content.of(value));
        }
        if (weight != null) {
            turn.weight(weight);
        }
        if (callId != null) {
            turn.toolCallId(callId);
        }
        return turn.build();
    }

    /** Reads a turn that the reader of messages has taken apart. */
    static Message inOtherShape(
            Map<String, Object> fields, @Nullable String name, @Nullable Double weight, @Nullable String callId)
            throws IOException, JsonFault {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        MessageReader.putIfThere(all, "name", name);
        MessageReader.putIfThere(all, "weight", weight);
        MessageReader.putIfThere(all, "tool_call_id", callId);
        byte[] json = JsonText.bytes(all);
        return StrictJson.standard().whole(json, 0, json.length, Speakers::turn);
    }

    private static Role role(@Nullable String from, String pointer) throws JsonFault {
        return switch (from == null ? "" : from) {
            case "human", "user" -> Role.USER;
            case "gpt", "assistant", "function_call" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            case "observation", "tool" -> Role.TOOL;
            case "" ->
                throw new JsonFault(
                        "message_missing_key",
                        pointer,
                        "The turn has no speaker.",
                        "Say who speaks in the field from.");
            default ->
                throw new JsonFault(
                        "unrecognized_role",
                        pointer + "/from",
                        "The speaker is none of human, gpt, system, function_call and observation.",
                        "Use one of these, or map the names with a FieldMapping.");
        };
    }

    private static List<ToolCall> calls(String value, String pointer) throws JsonFault {
        Object parsed;
        try {
            parsed = StrictJson.standard().value(value);
        } catch (JsonFault e) {
            throw unparsable(pointer);
        }
        List<ToolCall> calls = new ArrayList<>();
        for (Object call : parsed instanceof List<?> list ? list : Collections.singletonList(parsed)) {
            calls.add(call(call, pointer));
        }
        return calls;
    }

    private static ToolCall call(@Nullable Object call, String pointer) throws JsonFault {
        if (!(call instanceof Map<?, ?> fields)
                || !(fields.get("name") instanceof String name)
                || !(fields.get("id") == null || fields.get("id") instanceof String)) {
            throw unparsable(pointer);
        }
        UnknownFields extras = new UnknownFields();
        fields.forEach((key, value) -> {
            if (!KNOWN_IN_CALLS.contains(key)) {
                extras.put((String) key, value);
            }
        });
        Object arguments = fields.get("arguments");
        String text = arguments instanceof String given ? given : JsonText.of(arguments);
        return new ToolCall(Optional.ofNullable((String) fields.get("id")), name, text, extras.fields());
    }

    private static JsonFault unparsable(String pointer) {
        return new JsonFault(
                "tool_call_unparsable",
                pointer + "/value",
                "The function call is not JSON with a name and arguments.",
                "Write {\"name\": …, \"arguments\": {…}}, or an array of these.");
    }

    public static void writeTools(JsonGenerator generator, List<Tool> tools) throws IOException {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        try (JsonGenerator inner = JsonText.generator(array)) {
            ToolWriter.bareTools(inner, tools);
        }
        generator.writeStringField("tools", array.toString(StandardCharsets.UTF_8));
    }

    /** Why the message has no place here, or null. */
    public static @Nullable String obstacle(Message message) {
        if (message.name().isPresent()) {
            return "it has no place for speakers' names";
        }
        if (message.content().orElse(null) instanceof Content.Parts) {
            return "it has no place for content in parts";
        }
        if (!message.toolCalls().isEmpty() && (message.content().isPresent() || message.role() != Role.ASSISTANT)) {
            return "it has no place for text beside a function call, nor for calls of others than the assistant";
        }
        if (message.toolCalls().stream().anyMatch(Speakers::isAmbiguous)) {
            return "a function call holds an unknown field with the name of a known one";
        }
        return message.role() == Role.DEVELOPER ? "it has no developer" : null;
    }

    private static boolean isAmbiguous(ToolCall call) {
        return !Collections.disjoint(call.extras().keySet(), KNOWN_IN_CALLS);
    }

    public static void write(JsonGenerator generator, Message message) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("from", speaker(message));
        if (!message.toolCalls().isEmpty()) {
            generator.writeStringField("value", calls(message.toolCalls()));
        } else if (message.content().isPresent()) {
            generator.writeStringField("value", message.text());
        }
        if (message.weight().isPresent()) {
            MessageWriter.weight(generator, message.weight().getAsDouble());
        }
        if (message.toolCallId().isPresent()) {
            generator.writeStringField("tool_call_id", message.toolCallId().get());
        }
        UnknownFields.write(generator, message.extras(), KNOWN);
        generator.writeEndObject();
    }

    private static String speaker(Message message) {
        return switch (message.role()) {
            case USER -> "human";
            case ASSISTANT -> message.toolCalls().isEmpty() ? "gpt" : "function_call";
            case TOOL -> "observation";
            default -> "system";
        };
    }

    private static String calls(List<ToolCall> calls) {
        List<Object> values = new ArrayList<>();
        for (ToolCall call : calls) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("name", call.name());
            value.put("arguments", arguments(call));
            call.id().ifPresent(id -> value.put("id", id));
            value.putAll(call.extras());
            values.add(value);
        }
        return JsonText.of(values.size() == 1 ? values.get(0) : values);
    }

    private static Object arguments(ToolCall call) {
        try {
            return StrictJson.standard().object(call.arguments());
        } catch (JsonFault e) {
            return call.arguments();
        }
    }
}
