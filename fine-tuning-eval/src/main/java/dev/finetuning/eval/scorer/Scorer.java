package dev.finetuning.eval.scorer;

import dev.finetuning.chat.ChatModel;
import java.util.function.UnaryOperator;

/**
 * Judges one answer. Implementations are thread-safe and, unless their documentation says otherwise,
 * pure: the same input gives the same score.
 */
public interface Scorer {
    /** The metric's name, unique within one evaluation: {@code "Levenshtein"}. */
    String name();

    /**
     * Judges one answer. A score that cannot be given for a reason that lies in the answer or in a
     * judge is {@linkplain Score#absent absent}; it is never a silent 0.
     *
     * @throws MissingExpectedException if the scorer needs an expected answer and the input has none
     */
    Score score(ScoreInput input);

    /**
     * This scorer, asking its models by way of others; itself where it asks none. An evaluator calls it, so
     * that what a judge is asked is kept, retried and counted as what the evaluated model is asked.
     *
     * @param asked from each model that this scorer asks to the one to ask instead
     */
    default Scorer asking(UnaryOperator<ChatModel> asked) {
        return this;
    }

    /** This scorer under another name, for two configurations of one metric in one evaluation. */
    default Scorer named(String newName) {
        return new RenamedScorer(newName, this);
    }
}
