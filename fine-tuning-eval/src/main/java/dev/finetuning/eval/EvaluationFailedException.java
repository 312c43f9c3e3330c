package dev.finetuning.eval;

import dev.finetuning.FineTuningException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Too many questions have no answer for the rest to mean anything. What was answered is kept; evaluate
 * again to ask only the missing and retryable questions.
 */
public final class EvaluationFailedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient Map<CaseError.Kind, Long> errors;

    EvaluationFailedException(String model, Map<CaseError.Kind, Long> errors, int questions, String example) {
        super("evaluation of " + model + " stopped: errors " + new TreeMap<>(errors) + " in " + questions
                + " questions are more than the error limit allows; the first was: " + example
                + ". What was answered is kept; mend the cause and evaluate again, or raise the error limit");
        this.errors = Collections.unmodifiableMap(new TreeMap<>(errors));
    }

    /** The errors up to the stop, by kind. */
    public Map<CaseError.Kind, Long> errors() {
        return errors;
    }
}
