package dev.finetuning.format;

import dev.finetuning.FineTuningException;
import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;

/** A format cannot represent an example without losing part of it. */
public final class UnwritableExampleException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String format;
    private final transient Origin origin;
    private final String reason;

    /**
     * Refuses an example.
     *
     * @param format the format's name
     * @param reason what it cannot represent: {@code "it has no place for tool calls"}
     */
    public UnwritableExampleException(String format, Example example, String reason) {
        super("The example from " + example.info().provenance().origin() + " cannot be written as " + format + ": "
                + reason + ". Choose another format, or change the example.");
        this.format = format;
        this.origin = example.info().provenance().origin();
        this.reason = reason;
    }

    /** The format's name. */
    public String format() {
        return format;
    }

    /** Where the example came from. */
    public Origin origin() {
        return origin;
    }

    /** What the format cannot represent. */
    public String reason() {
        return reason;
    }
}
