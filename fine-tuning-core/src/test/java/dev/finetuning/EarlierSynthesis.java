package dev.finetuning;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.journal.Journal;
import dev.finetuning.synthesis.Synthesis;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A synthesis whose answers an earlier commit paid for. */
final class EarlierSynthesis {
    private static final List<String> QUESTIONS = List.of(
            "Where does the parcel to Oslo wait for me this evening?",
            "Which form cancels an invoice that was paid twice in Porto?",
            "How long does a refund for a broken kettle take to arrive?",
            "Can somebody unlock my account although I lost the telephone?");

    private EarlierSynthesis() {}

    static Synthesis of(ScriptedChatModel model, Journal journal) {
        DatasetBuilder dataset = Dataset.builder("support");
        QUESTIONS.forEach(
                question -> dataset.addConversation("You help.", question, "Ask at desk " + question.length()));
        return Synthesis.paraphrases(
                        model,
                        dataset.markValidated(example -> true, "anna", Instant.EPOCH)
                                .build())
                .perExample(1)
                .asking(settings -> settings.concurrency(1).journal(journal))
                .build();
    }

    static ScriptedChatModel answering() {
        return ScriptedChatModel.answering("maker", EarlierSynthesis::reword);
    }

    private static String reword(ChatRequest request) {
        String material = request.messages().get(1).text();
        String question =
                QUESTIONS.stream().filter(material::contains).findFirst().orElseThrow();
        List<String> words = new ArrayList<>(List.of(question.replace("?", "").split(" ")));
        Collections.reverse(words);
        return "{\"paraphrases\":[\"" + String.join(" well ", words) + " \u2713\"]}";
    }
}
