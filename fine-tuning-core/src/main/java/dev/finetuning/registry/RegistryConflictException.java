package dev.finetuning.registry;

/** A change contradicts the state of the registry; nothing was changed. The message says what to do first. */
public final class RegistryConflictException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** An exception with a message that says what cannot be done and why. */
    public RegistryConflictException(String message) {
        super(message);
    }
}
