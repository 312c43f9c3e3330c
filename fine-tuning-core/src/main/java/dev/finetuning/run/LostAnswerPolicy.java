package dev.finetuning.run;

import dev.finetuning.training.Capabilities;
import java.time.Duration;

/**
 * What to do if it is unknown whether a job was created. The run first looks for a job with its mark until
 * the quiet window has passed; if none is found by then, the job is assumed not to exist.
 *
 * @param quietWindow how long a job may take to appear in the provider's list after its creation was sent;
 *     must be longer than any request may take
 * @param whenNothingIsFound what to do after the window
 */
public record LostAnswerPolicy(Duration quietWindow, Then whenNothingIsFound) {
    /** What to do after the window. */
    public enum Then {
        /** Send the creation again. */
        RESEND,
        /** Wait until {@link FineTuningRuns#allowResend} is called. */
        ASK
    }

    /** Fifteen minutes, then send again. */
    public static final LostAnswerPolicy DEFAULT = new LostAnswerPolicy(Duration.ofMinutes(15), Then.RESEND);

    /** For providers in the same process, where a creation that did not return did not happen. */
    public static final LostAnswerPolicy IN_PROCESS = new LostAnswerPolicy(Duration.ZERO, Then.RESEND);

    /** What suits a provider: {@link #IN_PROCESS} or {@link #DEFAULT}. */
    public static LostAnswerPolicy suiting(Capabilities provider) {
        return provider.inProcess() ? IN_PROCESS : DEFAULT;
    }

    /**
     * Checks the window.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public LostAnswerPolicy {
        if (quietWindow.isNegative()) {
            throw new IllegalArgumentException("the quiet window must not be negative: " + quietWindow);
        }
    }
}
