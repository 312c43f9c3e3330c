package dev.finetuning.eval.scorer;

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

    /** This scorer under another name, for two configurations of one metric in one evaluation. */
    default Scorer named(String newName) {
        return new RenamedScorer(newName, this);
    }
}
