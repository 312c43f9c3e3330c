package dev.finetuning.notification;

import dev.finetuning.FineTuningException;
import org.jspecify.annotations.Nullable;

/** A notification has not arrived, or nobody knows whether it has. It is delivered again later. */
public final class NotDeliveredException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    /** For receivers. The message must not contain secrets, such as the path of an address. */
    public NotDeliveredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
