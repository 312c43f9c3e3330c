package dev.finetuning.asking;

import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.DeadlinePassedException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.util.Arrays;
import java.util.Optional;

/** Why a question has no answer. */
public enum FailureKind {
    /** The provider was busy or out of order until the last attempt. */
    BUSY("BUSY", true),
    /** The answer did not arrive within the deadline of a call. */
    DEADLINE("DEADLINE", true),
    /** The call was sent and there was no usable answer; it may have been billed. */
    OUTCOME_UNKNOWN("OUTCOME_UNKNOWN", true),
    /** The provider or the model violated its own protocol. */
    FAULT("FAULT", true),
    /** The provider refuses this question as it is. */
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

    /** The kind with this stored name, if there is one. */
    public static Optional<FailureKind> ofStoredName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.storedName.equals(name))
                .findFirst();
    }

    /** The kind of a failed call; empty for failures that concern all questions, such as bad credentials. */
    public static Optional<FailureKind> of(ProviderException failure) {
        if (failure instanceof NotFoundException) {
            return Optional.empty();
        }
        if (failure instanceof DeadlinePassedException) {
            return Optional.of(DEADLINE);
        }
        if (failure instanceof RetryLaterException) {
            return Optional.of(BUSY);
        }
        if (failure instanceof RequestRejectedException) {
            return Optional.of(REJECTED);
        }
        if (failure instanceof OutcomeUnknownException || failure instanceof AnswerCutOffException) {
            return Optional.of(OUTCOME_UNKNOWN);
        }
        return failure instanceof ProviderFaultException ? Optional.of(FAULT) : Optional.empty();
    }

    /** Whether the same question may succeed when asked again. */
    public boolean retryable() {
        return retryable;
    }
}
