package dev.finetuning.registry;

/** The change contradicts what the registry holds; nothing was changed. The message says what to do first. */
public final class RegistryConflictException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** With what cannot be done, and why. */
    public RegistryConflictException(String message) {
        super(message);
    }
}
