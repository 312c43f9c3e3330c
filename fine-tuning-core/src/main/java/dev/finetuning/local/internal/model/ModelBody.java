package dev.finetuning.local.internal.model;

import java.io.IOException;

/** What a model has learnt, apart from its id. */
public sealed interface ModelBody permits LinearBody, NearestBody {
    /** The base model id that trains this kind. */
    String algorithm();

    /** Writes everything {@code read} of the same kind needs. */
    void write(ModelWriter out) throws IOException;
}
