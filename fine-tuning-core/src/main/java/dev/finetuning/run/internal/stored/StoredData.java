package dev.finetuning.run.internal.stored;

import org.jspecify.annotations.Nullable;

/**
 * The prepared data of a run: the hashes of its parts, and what they were cut
 * from.
 */
public record StoredData(
        String train,
        int trainExamples,
        @Nullable String validation,
        @Nullable String test,
        String fingerprint,
        @Nullable String version,
        @Nullable Double validated) {}
