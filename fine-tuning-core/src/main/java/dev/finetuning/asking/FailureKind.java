package dev.finetuning.asking;

import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.util.Arrays;
import java.util.Optional;

/** What can go wrong between a question and its answer. */
public enum FailureKind {
    /** The provider was busy or out of order until the attempts ran out. */
    BUSY("BUSY", true),
    /** The answer did not come before the deadline of a call. */
    DEADLINE("DEADLINE", true),
    /** The call was sent and no usable answer came back; it may have been billed. */
    OUTCOME_UNKNOWN("OUTCOME_UNKNOWN", true),
    /** The provider or the model broke its own protocol. */
    FAULT("FAULT", true),
    /** The provider refuses this question as it stands. */
    REJECTED("REJECTED", false);

    private final String storedName;
    private final boolean retryable;

    FailureKind(String storedName, boolean retryable) {
        this.storedName = storedName;
        this.retryable = retryable;
    }

    /** The name in files and journals, which never changes. */
    public String storedName() {
        return storedName;
    }

    /** The kind of that stored name, if there is one. */
    public static Optional<FailureKind> ofStoredName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.storedName.equals(name))
                .findFirst();
    }

    /** What a failed call was; empty for what no question would survive, such as bad credentials. */
    public static Optional<FailureKind> of(ProviderException failure) {
        if (failure instanceof NotFoundException) {
            return Optional.empty();
        }
        if (failure instanceof RetryLaterException) {
            return Optional.of(BUSY);
        }
        if (failure instanceof RequestRejectedException) {
            return Optional.of(REJECTED);
        }
        if (failure instanceof OutcomeUnknownException) {
            return Optional.of(OUTCOME_UNKNOWN);
        }
        return failure instanceof ProviderFaultException ? Optional.of(FAULT) : Optional.empty();
    }

    /** Whether the same question may be answered when it is asked again. */
    public boolean retryable() {
        return retryable;
    }
}
