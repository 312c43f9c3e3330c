package dev.finetuning.openweights;

import dev.finetuning.training.JobFailure;
import java.util.List;
import java.util.Optional;

/**
 * A row as the model will see it, rendered by its own chat template.
 *
 * @param number the row's number in the file, from 1
 * @param parts runs of tokens of the same use, in order; for a preference pair the preferred answer and then the
 *     rejected one; empty if the row cannot be trained on
 * @param failure why it cannot be trained on, as the job would say it
 */
public record PreviewedRow(long number, List<Part> parts, Optional<JobFailure> failure) {
    /** Copies the list. */
    public PreviewedRow {
        parts = List.copyOf(parts);
    }

    /** What tokens are there for. */
    public enum Use {
        /** Read as context. */
        READ,
        /** Trained on: the model learns to write them. */
        TRAINED,
        /** Trained away from: the rejected answer of a pair, or an answer rated bad. */
        AVOIDED
    }

    /**
     * A run of tokens of the same use.
     *
     * @param use what they are there for
     * @param text their text, with the template's own marks
     * @param tokens how many they are
     */
    public record Part(Use use, String text, long tokens) {}

    /** How many tokens of the row have this use. */
    public long tokens(Use use) {
        return parts.stream()
                .filter(part -> part.use() == use)
                .mapToLong(Part::tokens)
                .sum();
    }
}
