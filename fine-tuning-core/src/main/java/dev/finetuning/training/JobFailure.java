package dev.finetuning.training;

import org.jspecify.annotations.Nullable;

/**
 * Why a job failed, as far as the provider says.
 *
 * @param code the provider's own code, where it gave one
 * @param message the provider's text
 * @param param the request field it blames, where it names one
 * @param row the record of the training file it blames, counted from 1, where it names one
 * @param messageIndex the message within that record, counted from 0, where it names one
 */
public record JobFailure(
        @Nullable String code,
        String message,
        @Nullable String param,
        @Nullable Long row,
        @Nullable Integer messageIndex) {
    /**
     * The code of a job whose worker was stopped or died in an embedded provider: nothing was billed, and
     * the same request may be started again.
     */
    public static final String INTERRUPTED = "interrupted";

    /** A failure of which only the text is known. */
    public static JobFailure of(String message) {
        return new JobFailure(null, message, null, null, null);
    }
}
