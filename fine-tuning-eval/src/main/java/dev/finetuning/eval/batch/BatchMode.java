package dev.finetuning.eval.batch;

import java.time.Duration;

/**
 * How questions go through a host's batch API instead of one by one: cheaper, and answered within
 * hours. A {@code patience} of zero hands the questions in and returns at once with a {@link
 * BatchPendingException}; evaluating again later looks for the answers.
 *
 * @param questions the most questions of one batch, at least 1
 * @param pause between two looks at the batches, above 0
 * @param patience how long to wait for all answers, counted from the call; not negative
 */
public record BatchMode(int questions, Duration pause, Duration patience) {
    /** Batches of 10,000 questions, looked at every minute for up to 26 hours. */
    public static final BatchMode DEFAULT = new BatchMode(10_000, Duration.ofMinutes(1), Duration.ofHours(26));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a batch would be empty, the pause is not positive or the
     *     patience negative
     */
    public BatchMode {
        if (questions < 1 || pause.isNegative() || pause.isZero() || patience.isNegative()) {
            throw new IllegalArgumentException("a batch mode needs at least 1 question, a pause above 0 and a patience"
                    + " of at least 0: " + questions + ", " + pause + ", " + patience);
        }
    }

    /** The same with other sizes of batches. */
    public BatchMode withQuestions(int newQuestions) {
        return new BatchMode(newQuestions, pause, patience);
    }

    /** The same with another pause. */
    public BatchMode withPause(Duration newPause) {
        return new BatchMode(questions, newPause, patience);
    }

    /** The same with another patience. */
    public BatchMode withPatience(Duration newPatience) {
        return new BatchMode(questions, pause, newPatience);
    }
}
