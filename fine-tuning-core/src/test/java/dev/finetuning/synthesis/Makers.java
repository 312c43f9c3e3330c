package dev.finetuning.synthesis;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.example.Example;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Datasets to grow, and models that make something of them. */
final class Makers {
    private static final String[] THINGS = {"parcel", "invoice", "refund", "account", "password", "coupon", "card"};
    private static final String[] ACTS = {"find", "cancel", "change", "pay for", "complain about", "return", "share"};
    private static final String[] PLACES = {"Oslo", "Porto", "Graz", "Lyon", "Turin", "Ghent", "Bonn", "Vigo"};

    private Makers() {}

    /** So many verified questions with answers, each different in more than a word. */
    static Dataset verified(int examples) {
        return support(examples)
                .markValidated(example -> true, "anna", Instant.EPOCH)
                .build();
    }

    static DatasetBuilder support(int examples) {
        DatasetBuilder builder = Dataset.builder("support");
        for (int i = 0; i < examples; i++) {
            builder.addConversation(
                    Map.of("category", THINGS[i % THINGS.length]),
                    "You help.",
                    question(i),
                    "Ask the desk in " + PLACES[i % PLACES.length] + " for form " + i + ".");
        }
        return builder;
    }

    static String question(int i) {
        String thing = THINGS[i % THINGS.length];
        String act = ACTS[i / THINGS.length % ACTS.length];
        return "Case " + i + ": how can somebody in " + PLACES[i % PLACES.length] + " " + act + " a " + thing + "?";
    }

    static String question(Example example) {
        return ConversationParts.question(example);
    }

    /** Rewords a question in ways that have no three words in common with it. */
    static String reworded(String question, int version) {
        String[] words = question.replace(":", "").replace("?", "").split(" ", -1);
        List<String> turned = new ArrayList<>();
        for (int i = words.length - 1; i >= 0; i--) {
            turned.add(words[i]);
            turned.add("v" + (char) ('a' + version));
        }
        return String.join(" ", turned);
    }

    /** A model that rewords properly. */
    static ScriptedChatModel rewording() {
        return paraphrasing((question, version) -> reworded(question, version));
    }

    /** What to make of a question. */
    @FunctionalInterface
    interface Rewording {
        String version(String question, int number);
    }

    static ScriptedChatModel paraphrasing(Rewording rewording) {
        return ScriptedChatModel.answering("maker", request -> paraphrases(request, rewording));
    }

    static String paraphrases(ChatRequest request, Rewording rewording) {
        String question = String.valueOf(material(request).get("rephrase"));
        return list("paraphrases", wanted(request), i -> rewording.version(question, i));
    }

    static String list(String name, int size, IntFunction<Object> element) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(element.apply(i));
        }
        return JsonText.of(Map.of(name, elements));
    }

    /** The number in "Write 3 different versions". */
    static int wanted(ChatRequest request) {
        String instructions = request.messages().get(0).text();
        String from = instructions.substring(instructions.indexOf("Write ") + 6);
        return Integer.parseInt(from.substring(0, from.indexOf(' ')));
    }

    static Map<String, Object> material(ChatRequest request) {
        try {
            return StrictJson.standard().object(request.messages().get(1).text());
        } catch (JsonFault e) {
            throw new AssertionError(e.reason(), e);
        }
    }
}
