package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.util.Optional;

/**
 * A version that asks for an alias, and the champion it would replace.
 *
 * @param version the version
 * @param alias the alias it asks for
 * @param champion the version that the alias points to now, if any
 */
public record Candidate(ModelVersion version, Alias alias, Optional<ModelVersion> champion) {
    /** A candidate for an alias that points to no version. */
    public static Candidate unopposed(ModelVersion version, Alias alias) {
        return new Candidate(version, alias, Optional.empty());
    }

    /** A candidate that would replace a champion. */
    public static Candidate against(ModelVersion champion, ModelVersion version, Alias alias) {
        return new Candidate(version, alias, Optional.of(champion));
    }
}
