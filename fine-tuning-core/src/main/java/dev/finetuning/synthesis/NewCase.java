package dev.finetuning.synthesis;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.PopulationChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes further conversations after the manner of one. */
final class NewCase implements Recipe {
    private static final String FORM =
            "{\"cases\": [{\"turns\": [\"what the user says\", \"what the assistant answers\", …]}, …]}";

    @Override
    public String makes() {
        return "new cases";
    }

    @Override
    public Optional<String> objection(Example seed) {
        List<Message> messages = seed.messages();
        if (!(seed instanceof ChatExample)) {
            return Optional.of("New cases grow from conversations only.");
        }
        boolean tools = !seed.tools().isEmpty()
                || messages.stream()
                        .anyMatch(message -> message.role() == Role.TOOL
                                || !message.toolCalls().isEmpty());
        if (tools || !ConversationParts.arePlain(messages)) {
            return Optional.of("The conversation uses tools or more than plain text.");
        }
        boolean whole = ConversationParts.last(messages, Role.USER) >= 0
                && messages.get(messages.size() - 1).role() == Role.ASSISTANT;
        return whole ? Optional.empty() : Optional.of("The conversation does not end with an answer to a user.");
    }

    @Override
    public ChatRequest request(Example seed, int wanted) {
        return StrictAnswer.request(
                instructions(wanted), FORM, Map.of("example", ConversationParts.material(seed.messages())));
    }

    private static String instructions(int wanted) {
        return "You write examples from which a language model learns. \"example\" is a"
                + " verified one. Write " + wanted
                + " new cases of the same kind: other situations, other names and numbers, other"
                + " wording by the user, and answers that are right for them in the style, form and length of the"
                + " example's. If the example's answer is a label, use labels of that kind. Keep the language. Each"
                + " case is a list of turns, the user's first, then the assistant's, and so on; it ends with the"
                + " assistant.";
    }

    @Override
    public int perAnswer(int wanted) {
        return wanted;
    }

    @Override
    public List<Example> read(Example seed, ChatReply reply, int wanted) throws UnusableAnswerException {
        List<Example> made = new ArrayList<>();
        for (Object written : StrictAnswer.list(reply, "cases")) {
            List<Message> messages = opening(seed);
            messages.addAll(turns(written));
            if (made.size() < wanted) {
                made.add(new ChatExample(messages, List.of(), ExampleInfo.NONE));
            }
        }
        return made;
    }

    /** The instructions a new case shares with what it was grown from. */
    private static List<Message> opening(Example seed) {
        List<Message> opening = new ArrayList<>();
        for (Message message : seed.messages()) {
            if (message.role() != Role.SYSTEM && message.role() != Role.DEVELOPER) {
                break;
            }
            opening.add(message);
        }
        return opening;
    }

    private static List<Message> turns(Object written) throws UnusableAnswerException {
        if (!(written instanceof Map<?, ?> fields) || !(fields.get("turns") instanceof List<?> turns)) {
            throw StrictAnswer.malformed("a case without turns");
        }
        if (turns.isEmpty() || turns.size() % 2 != 0) {
            throw StrictAnswer.malformed("a case that does not end with the assistant");
        }
        List<Message> messages = new ArrayList<>();
        for (Object turn : turns) {
            if (!(turn instanceof String text) || text.isBlank()) {
                throw StrictAnswer.malformed("a turn that is not text");
            }
            messages.add(messages.size() % 2 == 0 ? Message.user(text.strip()) : Message.assistant(text.strip()));
        }
        return messages;
    }

    @Override
    public String essence(Example example) {
        return ConversationParts.question(example);
    }

    @Override
    public Checks checks() {
        return Recipe.ofEach().with(PopulationChecks.contradictions());
    }
}
