package dev.finetuning.synthesis;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.PopulationChecks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says the last question in other words and keeps everything else, the answer first of all. */
final class Paraphrase implements Recipe {
    private static final String FORM = "{\"paraphrases\": [\"version\", …]}";
    private static final Pattern NUMBER = Pattern.compile("\\p{Nd}+");

    @Override
    public String makes() {
        return "paraphrases";
    }

    @Override
    public Optional<String> objection(Example seed) {
        int asked = ConversationParts.last(seed.messages(), Role.USER);
        if (asked < 0) {
            return Optional.of("No user asks anything.");
        }
        Message question = seed.messages().get(asked);
        return question.content().orElse(null) instanceof Content.Text
                        && !question.text().isBlank()
                ? Optional.empty()
                : Optional.of("What the user asks is not plain text.");
    }

    @Override
    public ChatRequest request(Example seed, int wanted) {
        Map<String, Object> material = new LinkedHashMap<>();
        material.put("conversation", ConversationParts.material(seed.messages()));
        material.put("rephrase", lastQuestion(seed));
        return StrictAnswer.request(instructions(wanted), FORM, material);
    }

    private static String instructions(int wanted) {
        return "You rephrase what users write. \"rephrase\" is the last thing a user"
                + " says in \"conversation\". Write " + wanted
                + " different versions of it that mean exactly the same, so that the"
                + " answer given there stays right for each of them. Vary wording, sentence structure and tone as real"
                + " users do. Keep the language. Keep names, and keep every number as it is written.";
    }

    @Override
    public int perAnswer(int wanted) {
        return wanted;
    }

    @Override
    public List<Example> read(Example seed, ChatReply reply, int wanted) throws UnusableAnswerException {
        List<Example> made = new ArrayList<>();
        for (Object version : StrictAnswer.list(reply, "paraphrases")) {
            if (!(version instanceof String text) || text.isBlank()) {
                throw StrictAnswer.malformed("a paraphrase that is not text");
            }
            if (made.size() < wanted) {
                made.add(asking(seed, text.strip()));
            }
        }
        return made;
    }

    private static Example asking(Example seed, String question) {
        List<Message> messages = new ArrayList<>(seed.messages());
        int asked = ConversationParts.last(messages, Role.USER);
        messages.set(asked, messages.get(asked).withContent(Content.of(question)));
        return ConversationParts.withMessages(seed, messages);
    }

    private static String lastQuestion(Example seed) {
        return seed.messages()
                .get(ConversationParts.last(seed.messages(), Role.USER))
                .text();
    }

    @Override
    public String essence(Example example) {
        return ConversationParts.question(example);
    }

    /** An order number that changes on the way makes the answer wrong. */
    @Override
    public Optional<String> flaw(Example seed, Example made) {
        return numbers(lastQuestion(seed)).equals(numbers(lastQuestion(made)))
                ? Optional.empty()
                : Optional.of("The paraphrase does not hold the same numbers.");
    }

    private static Map<String, Integer> numbers(String text) {
        Map<String, Integer> numbers = new TreeMap<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            numbers.merge(matcher.group(), 1, Integer::sum);
        }
        return numbers;
    }

    @Override
    public Checks checks() {
        return Recipe.ofEach().with(PopulationChecks.contradictions());
    }
}
