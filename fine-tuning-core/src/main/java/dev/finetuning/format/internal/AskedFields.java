package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes before a judged answer, whichever fields it stands in: a conversation, a prompt or question, or
 * Alpaca's instruction, input and history; and an instruction beside them.
 */
public final class AskedFields {
    private final Instructions instructions = new Instructions();
    private @Nullable List<Message> turns;
    private @Nullable List<Message> prompt;
    private @Nullable String instruction;
    private @Nullable String input;
    private List<Message> history = List.of();

    /** Reads the field whose value the parser stands on, if it belongs to a question. */
    public boolean take(String name, JsonParser parser) throws IOException, JsonFault {
        switch (name) {
            case "messages" -> turns = MessageReader.messages(parser);
            case "conversations", "conversation" -> turns = Speakers.turns(parser);
            case "prompt", "question", "query" -> prompt = TextOrMessages.read(parser, Role.USER);
            case "instruction" -> instruction = Tokens.stringOrNull(parser);
            case "input" -> input = Tokens.stringOrNull(parser);
            case "history" -> history = history(parser);
            default -> {
                return instructions.take(name, parser);
            }
        }
        return true;
    }

    /** Whether any field but an instruction's was there. */
    public boolean isThere() {
        return turns != null || prompt != null || instruction != null;
    }

    /** The conversation of {@code messages} or {@code conversations}, where there is one. */
    public @Nullable List<Message> turns() {
        return turns;
    }

    /** Takes the conversation for something else than the question. */
    public void withoutTurns() {
        turns = null;
    }

    /** Whether there is a prompt, question or instruction next to a conversation. */
    public boolean hasPrompt() {
        return prompt != null || instruction != null;
    }

    /** The question without the separate instruction. */
    public List<Message> messages() {
        List<Message> messages = new ArrayList<>(history);
        if (turns != null) {
            messages.addAll(turns);
        }
        if (prompt != null) {
            messages.addAll(prompt);
        }
        if (instruction != null) {
            messages.add(Message.user(joined(instruction, input)));
        } else if (input != null && !input.isEmpty()) {
            messages.add(Message.user(input));
        }
        return messages;
    }

    /** The same messages with the instruction, where there is one, before them. */
    public List<Message> instructed(List<Message> messages) {
        return instructions.before(messages);
    }

    /** Alpaca's instruction and input in one text, as trainers join them. */
    public static String joined(String instruction, @Nullable String input) {
        if (input == null || input.isEmpty()) {
            return instruction;
        }
        return instruction.isEmpty() ? input : instruction + "\n" + input;
    }

    /** Alpaca's history: pairs of what was said and answered, or the same as JSON text. */
    public static List<Message> history(JsonParser parser) throws IOException, JsonFault {
        if (Tokens.isNull(parser)) {
            return List.of();
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
            if (parser.getText().isBlank()) {
                return List.of();
            }
            try {
                return StrictJson.standard().whole(text, 0, text.length, AskedFields::history);
            } catch (JsonFault e) {
                throw Tokens.unexpected(parser, "an array of pairs");
            }
        }
        List<Message> messages = new ArrayList<>();
        for (List<String> pair : Tokens.list(parser, AskedFields::pair)) {
            messages.add(Message.user(pair.get(0)));
            messages.add(Message.assistant(pair.get(1)));
        }
        return messages;
    }

    private static List<String> pair(JsonParser parser) throws IOException, JsonFault {
        List<String> pair = Tokens.list(parser, Tokens::string);
        if (pair.size() != 2) {
            throw Tokens.unexpected(parser, "a pair of what was said and answered");
        }
        return pair;
    }
}
