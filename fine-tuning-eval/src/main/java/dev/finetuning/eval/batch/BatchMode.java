package dev.finetuning.eval.batch;

import java.time.Duration;

/**
 * How to use a provider's batch API instead of asking one question at a time: cheaper, and answered within
 * hours. With a {@code patience} of zero, questions are submitted and the call ends at once with a {@link
 * BatchPendingException}; evaluate again later to collect the answers.
 *
 * @param questions the maximum number of questions in a batch, at least 1
 * @param pause the pause between two looks at the batches, above 0
 * @param patience how long to wait for all answers, from the call on; not negative
 */
public record BatchMode(int questions, Duration pause, Duration patience) {
    /** Batches of 10,000 questions, checked every minute for up to 26 hours. */
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

    /** This mode with another batch size. */
    public BatchMode withQuestions(int newQuestions) {
        return new BatchMode(newQuestions, pause, patience);
    }

    /** This mode with another pause. */
    public BatchMode withPause(Duration newPause) {
        return new BatchMode(questions, newPause, patience);
    }

    /** This mode with another patience. */
    public BatchMode withPatience(Duration newPatience) {
        return new BatchMode(questions, pause, newPatience);
    }
}
