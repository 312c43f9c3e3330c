package dev.finetuning.synthesis;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Example;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.StructureChecks;
import dev.finetuning.quality.TextChecks;
import java.util.List;
import java.util.Optional;

/** One way to grow examples from an example: what to ask, and how to read the answer. */
interface Recipe {
    /** What it makes, in the plural: {@code "paraphrases"}. */
    String makes();

    /** Why nothing can be grown from an example; empty where something can. */
    Optional<String> objection(Example seed);

    /** The request that asks for so many examples. */
    ChatRequest request(Example seed, int wanted);

    /** How many examples one answer can hold at most. */
    int perAnswer(int wanted);

    /**
     * The examples an answer holds, without info, at most as many as were wanted.
     *
     * @throws UnusableAnswerException if it is not the answer that was asked for
     */
    List<Example> read(Example seed, ChatReply reply, int wanted) throws UnusableAnswerException;

    /** The text by which two examples of this recipe count as nearly the same. */
    String essence(Example example);

    /** What is wrong with a made example in the light of what it was grown from. */
    default Optional<String> flaw(Example seed, Example made) {
        return Optional.empty();
    }

    /** What made examples are checked for, unless the user says otherwise; duplicates and leaks aside. */
    Checks checks();

    /** What each made example is checked for by default. */
    static Checks ofEach() {
        return Checks.none()
                .with(
                        StructureChecks.messages(),
                        StructureChecks.order(),
                        StructureChecks.tools(),
                        StructureChecks.weights(),
                        TextChecks.placeholders(),
                        TextChecks.secrets(),
                        TextChecks.refusals());
    }
}
