package dev.finetuning.registry;

import dev.finetuning.FineTuningException;

/** A registry cannot do what was requested in its current state. */
public abstract class RegistryException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    protected RegistryException(String message) {
        super(message);
    }
}
