package dev.finetuning.dataset;

import dev.finetuning.FineTuningException;

/** A dataset cannot be split as planned: it is too small, or its groups are too large. */
public final class UnsplittableDatasetException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    UnsplittableDatasetException(String message) {
        super(message);
    }
}
