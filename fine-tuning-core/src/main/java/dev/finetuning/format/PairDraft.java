package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.format.internal.AskedFields;
import dev.finetuning.format.internal.Instructions;
import dev.finetuning.format.internal.Speakers;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.format.internal.Tokens;
import dev.finetuning.format.internal.ToolReader;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A preference pair while its record is read, field by field: which fields hold the question and the two answers,
 * and, once all have been read, what of the answers is the question repeated.
 */
final class PairDraft {
    private final AskedFields question = new AskedFields();
    private @Nullable List<Message> preferred;
    private @Nullable List<Message> rejected;
    private List<Message> implied = List.of();
    private boolean textAnswers = true;
    private List<Tool> tools = List.of();
    private final UnknownFields extras = new UnknownFields();

    void field(String field, JsonParser parser) throws IOException, JsonFault {
        switch (field) {
            case "tools", "functions" -> tools = ToolReader.joined(tools, parser);
            case "chosen", "preferred_output" -> preferred = answer(parser);
            case "response" -> preferred = preferred == null ? answer(parser) : preferred;
            case "rejected", "non_preferred_output", "rejected_response", "rejected_messages" ->
                rejected = answer(parser);
            case "input" -> input(parser);
            default -> {
                if (!question.take(field, parser)) {
                    extras.keep(field, parser);
                }
            }
        }
    }

    /** An object that holds the conversation, or Alpaca's text. */
    private void input(JsonParser parser) throws IOException, JsonFault {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            question.take("input", parser);
            return;
        }
        UnknownFields beside = new UnknownFields();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "messages" -> question.take("messages", parser);
                case "tools", "functions" -> tools = ToolReader.joined(tools, parser);
                default -> {
                    if (!Instructions.FIELDS.contains(field) || !question.take(field, parser)) {
                        beside.keep(field, parser);
                    }
                }
            }
        }
        if (!beside.fields().isEmpty()) {
            extras.put("input", beside.fields());
        }
    }

    private List<Message> answer(JsonParser parser) throws IOException, JsonFault {
        textAnswers &= parser.currentToken() == JsonToken.VALUE_STRING;
        return parser.currentToken() == JsonToken.START_OBJECT
                ? List.of(Speakers.turn(parser))
                : TextOrMessages.read(parser, Role.ASSISTANT);
    }

    Example example(SourceRecord record) throws JsonFault {
        List<Message> worse = Tokens.present(rejected, "rejected");
        List<Message> better = preferred == null ? answerOfConversation(worse) : preferred;
        dropConversationThatRepeats(better);
        List<Message> prompt = implied.isEmpty() ? question.messages() : implied;
        int shared = commonPrefix(better, worse);
        if (!question.isThere() && prompt.isEmpty() && textAnswers) {
            String first = better.get(0).text();
            String second = worse.get(0).text();
            int end = commonBeginning(first, second);
            prompt = end == 0 ? List.of() : List.of(Message.user(first.substring(0, end)));
            better = List.of(Message.assistant(first.substring(end)));
            worse = List.of(Message.assistant(second.substring(end)));
        } else if (shared > 0 && repeats(better.subList(0, shared), prompt)) {
            prompt = better.subList(0, shared);
            better = better.subList(shared, better.size());
            worse = worse.subList(shared, worse.size());
        }
        return new PreferenceExample(
                question.instructed(prompt), better, worse, tools, JsonFormat.info(record, extras.fields()));
    }

    /** Beside a second answer alone, the conversation's own end is the first. */
    private List<Message> answerOfConversation(List<Message> worse) throws JsonFault {
        List<Message> turns = Tokens.present(question.turns(), "chosen");
        int end = turns.size() - 1;
        if (end < 1 || turns.get(end).role() != Role.ASSISTANT) {
            throw Tokens.missing("chosen");
        }
        question.withoutTurns();
        boolean whole = worse.size() > 1 && worse.get(0).equals(turns.get(0));
        implied = whole ? List.of() : turns.subList(0, end);
        return whole ? turns : turns.subList(end, turns.size());
    }

    /** Some files hold a prompt, both conversations, and the better one once more as messages. */
    private void dropConversationThatRepeats(List<Message> better) throws JsonFault {
        List<Message> turns = question.turns();
        if (turns == null || !question.hasPrompt()) {
            return;
        }
        if (!turns.equals(better)) {
            throw new JsonFault(
                    "two_prompts",
                    "/messages",
                    "There are a prompt and a conversation that differ.",
                    "Keep the one that both answers follow.");
        }
        question.withoutTurns();
    }

    /** Whether what both answers begin with holds the prompt, or there is none. */
    private static boolean repeats(List<Message> beginning, List<Message> prompt) {
        int rest = beginning.size() - prompt.size();
        return prompt.isEmpty()
                || (rest >= 0
                        && (beginning.subList(rest, beginning.size()).equals(prompt)
                                || beginning.subList(0, prompt.size()).equals(prompt)));
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

    /**
     * How many characters of two texts are the prompt, as TRL's {@code extract_prompt} has it: what both
     * begin with, a blank before the answers left to these.
     */
    private static int commonBeginning(String first, String second) {
        int limit = Math.min(first.length(), second.length());
        int end = 0;
        while (end < limit && first.charAt(end) == second.charAt(end)) {
            end++;
        }
        if (end == limit && end > 0) {
            end--;
        }
        if (end > 0 && Character.isHighSurrogate(first.charAt(end - 1))) {
            end--;
        }
        return end > 0 && first.charAt(end - 1) == ' ' ? end - 1 : end;
    }
}
