package dev.finetuning.eval;

import dev.finetuning.FineTuningException;
import dev.finetuning.asking.FailureKind;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Too many questions have no answer, or too many answers have no score, for the result to be meaningful.
 * Answers are stored; evaluate again to ask only what is missing and can be retried.
 */
public final class EvaluationFailedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient Map<FailureKind, Long> errors;
    private final long absentScores;

    private EvaluationFailedException(String message, Map<FailureKind, Long> errors, long absentScores) {
        super(message);
        this.errors = Collections.unmodifiableMap(new TreeMap<>(errors));
        this.absentScores = absentScores;
    }

    static EvaluationFailedException ofErrors(
            String model, Map<FailureKind, Long> errors, int questions, String example) {
        return new EvaluationFailedException(
                "evaluation of " + model + " stopped: errors " + new TreeMap<>(errors) + " in " + questions
                        + " questions are more than the error limit allows; the first was: " + example
                        + ". Answers are stored; fix the cause and evaluate again, or raise the error limit",
                errors,
                0);
    }

    static EvaluationFailedException ofAbsentScores(
            String model, String metric, long absent, int questions, String example) {
        return new EvaluationFailedException(
                "evaluation of " + model + " stopped: " + absent + " answers to " + questions
                        + " questions have no score by " + metric
                        + ", which is more than the limit for absent scores allows; the first because: " + example
                        + ". Answers are stored; fix the cause and evaluate again, or raise the limit",
                Map.of(),
                absent);
    }

    /** The errors until the stop, by kind. */
    public Map<FailureKind, Long> errors() {
        return errors;
    }

    /** How many answers had no score for the metric that stopped the evaluation; 0 if errors stopped it. */
    public long absentScores() {
        return absentScores;
    }
}
