package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.SemanticVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a wish to promote, with the evidence.
 *
 * @param name the registered model
 * @param version the version that asked
 * @param alias the alias it asked for
 * @param against the version that held the alias; null where none did
 * @param promoted whether the alias points to the version now
 * @param overrideReason why the gates were overruled; null unless they were
 * @param verdicts what every gate said
 * @param by who asked, and why
 * @param at when
 */
public record PromotionDecision(
        String name,
        SemanticVersion version,
        Alias alias,
        @Nullable SemanticVersion against,
        boolean promoted,
        @Nullable String overrideReason,
        List<GateVerdict> verdicts,
        Author by,
        Instant at) {
    /** Copies the list. */
    public PromotionDecision {
        verdicts = List.copyOf(verdicts);
    }

    /** Whether the version serves although a gate said no. */
    public boolean overridden() {
        return overrideReason != null;
    }

    /** The gates that said no. */
    public List<GateVerdict> failures() {
        return verdicts.stream().filter(verdict -> !verdict.passed()).toList();
    }

    /** The version that held the alias. */
    public Optional<SemanticVersion> previous() {
        return Optional.ofNullable(against);
    }
}
