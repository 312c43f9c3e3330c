package dev.finetuning.training;

import java.util.Locale;

/**
 * The status of a job: a neutral phase and the provider's own word for it.
 *
 * @param phase the neutral phase
 * @param providerText the provider's own text, unchanged
 */
public record JobStatus(JobPhase phase, String providerText) {
    /** A status whose provider text is the phase's own name in lower case. */
    public static JobStatus of(JobPhase phase) {
        return new JobStatus(phase, phase.name().toLowerCase(Locale.ROOT));
    }

    /** Whether the job is over. */
    public boolean terminal() {
        return phase.terminal();
    }

    /** The provider's own word. */
    @Override
    public String toString() {
        return providerText;
    }
}
