package dev.finetuning.training;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file at the provider.
 *
 * @param id the provider's id
 * @param name the file name, which for uploads of this library holds the content's hash
 * @param bytes its size; -1 where the provider does not say
 * @param purpose what it is for, in the provider's word
 * @param createdAt when it was uploaded, where known
 * @param status the provider's word for its state, where it has one
 */
public record TrainingFile(
        String id,
        String name,
        long bytes,
        String purpose,
        @Nullable Instant createdAt,
        @Nullable String status) {}
