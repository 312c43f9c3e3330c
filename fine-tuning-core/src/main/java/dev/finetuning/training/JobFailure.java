package dev.finetuning.training;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import java.util.List;
import java.util.Optional;
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

    /**
     * Where the blamed record came from.
     *
     * @param uploaded the examples of the training file, in its order
     * @return empty where the provider names no record, or one that is not there
     */
    public Optional<Origin> originIn(List<? extends Example> uploaded) {
        return row == null || row < 1 || row > uploaded.size()
                ? Optional.empty()
                : Optional.of(uploaded.get((int) (row - 1)).info().provenance().origin());
    }

    /** A failure of which only the text is known. */
    public static JobFailure of(String message) {
        return new JobFailure(null, message, null, null, null);
    }
}
