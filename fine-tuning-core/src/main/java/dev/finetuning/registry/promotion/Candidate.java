package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version that asks to be promoted, beside the one it would replace.
 *
 * @param version the version
 * @param alias the alias it asks for
 * @param holderOrNull the version the alias points to now; null where there is none
 */
public record Candidate(
        ModelVersion version, Alias alias, @Nullable ModelVersion holderOrNull) {
    /** The version the alias points to now. */
    public Optional<ModelVersion> holder() {
        return Optional.ofNullable(holderOrNull);
    }
}
