package dev.finetuning.asking;

/**
 * Receives answers as they arrive. Called from several threads at once, and once for all questions that are
 * the same request. An exception ends the asking and reaches the caller.
 */
@FunctionalInterface
public interface AnswerListener {
    /** Called with an answer after it is stored. */
    void onAnswer(Question question, Answer answer);

    /** Whether to ask further questions; called before each one. */
    default boolean wantsMore() {
        return true;
    }
}
