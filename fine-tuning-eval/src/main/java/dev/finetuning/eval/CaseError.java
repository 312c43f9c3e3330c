package dev.finetuning.eval;

/**
 * Why a case has no answer. Errors are counted apart from scores.
 *
 * @param kind what went wrong
 * @param message the facts for people; holds no content
 */
public record CaseError(Kind kind, String message) {
    /** What can go wrong between a question and its answer. */
    public enum Kind {
        /** The host was busy or out of order until the attempts ran out. */
        BUSY(true),
        /** The answer did not come before the deadline of a call. */
        DEADLINE(true),
        /** The call was sent and no usable answer came back; it may have been billed. */
        OUTCOME_UNKNOWN(true),
        /** The host or the model broke its own protocol. */
        FAULT(true),
        /** The host refuses this question as it stands. */
        REJECTED(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same question may be answered when it is asked again. */
        public boolean retryable() {
            return retryable;
        }
    }
}
