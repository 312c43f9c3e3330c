package dev.finetuning.provider;

import org.jspecify.annotations.Nullable;

/**
 * A streamed answer ended before it was whole. What had arrived by then has been handed over already and is
 * kept here too; it is neither repeated nor asked for again. Asking again is a new question, which costs again.
 */
public final class AnswerCutOffException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final String received;

    /**
     * An exception with the text that arrived.
     *
     * @param received the text, which the message does not quote
     */
    public AnswerCutOffException(Incident incident, String message, String received, @Nullable Throwable cause) {
        super(incident, message + " (after " + received.length() + " characters of the answer)", cause);
        this.received = received;
    }

    /** The beginning of the answer, as far as it arrived; not empty. */
    public String received() {
        return received;
    }
}
