package dev.finetuning.asking;

/**
 * Takes answers as they come in. Called from several threads at once, and once for all questions that are
 * the same request. What it throws ends the asking and reaches the caller.
 */
@FunctionalInterface
public interface AnswerListener {
    /** Takes an answer, which is kept already. */
    void onAnswer(Question question, Answer answer);

    /** Whether any more is to be asked; looked at before each question. */
    default boolean wantsMore() {
        return true;
    }
}
