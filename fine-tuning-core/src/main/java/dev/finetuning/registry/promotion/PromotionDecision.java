package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.SemanticVersion;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decision on a requested promotion, with its evidence. Immutable. */
public final class PromotionDecision {
    private final String name;
    private final SemanticVersion version;
    private final Alias alias;
    private final @Nullable SemanticVersion champion;
    private final boolean promoted;
    private final @Nullable String overrideReason;
    private final List<GateVerdict> verdicts;
    private final Author by;
    private final Instant at;

    private PromotionDecision(Builder builder) {
        name = builder.name;
        version = builder.version;
        alias = builder.alias;
        champion = builder.champion;
        promoted = builder.promoted;
        overrideReason = builder.overrideReason;
        verdicts = builder.verdicts;
        by = builder.by;
        at = builder.at;
    }

    /**
     * Starts a decision; by default it refuses.
     *
     * @param name the registered model
     * @param version the version that asked
     * @param alias the alias it asked for
     * @param by who asked, and why
     * @param at when it was decided
     */
    public static Builder builder(String name, SemanticVersion version, Alias alias, Author by, Instant at) {
        return new Builder(name, version, alias, by, at);
    }

    /** The registered model. */
    public String name() {
        return name;
    }

    /** The version that asked. */
    public SemanticVersion version() {
        return version;
    }

    /** The alias it asked for. */
    public Alias alias() {
        return alias;
    }

    /** The version that the alias pointed to when it was decided, if any. */
    public Optional<SemanticVersion> champion() {
        return Optional.ofNullable(champion);
    }

    /** Whether the alias points to the version since then. */
    public boolean promoted() {
        return promoted;
    }

    /** Whether the version was promoted although a gate refused. */
    public boolean overridden() {
        return overrideReason != null;
    }

    /** Why the gates were overridden; empty unless they were. */
    public Optional<String> overrideReason() {
        return Optional.ofNullable(overrideReason);
    }

    /** The verdicts of all gates. */
    public List<GateVerdict> verdicts() {
        return verdicts;
    }

    /** The verdicts of the gates that refused. */
    public List<GateVerdict> failures() {
        return verdicts.stream().filter(verdict -> !verdict.passed()).toList();
    }

    /** Who asked, and why. */
    public Author by() {
        return by;
    }

    /** When it was decided. */
    public Instant at() {
        return at;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PromotionDecision that
                && name.equals(that.name)
                && version.equals(that.version)
                && alias.equals(that.alias)
                && Objects.equals(champion, that.champion)
                && promoted == that.promoted
                && Objects.equals(overrideReason, that.overrideReason)
                && verdicts.equals(that.verdicts)
                && by.equals(that.by)
                && at.equals(that.at);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, version, alias, promoted, at);
    }

    /** Version, alias and outcome. */
    @Override
    public String toString() {
        return "PromotionDecision[" + name + "@" + version + (promoted ? " promoted to " : " refused ") + alias + ", "
                + failures().size() + " of " + verdicts.size() + " gates refused]";
    }

    /** Collects a decision. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final SemanticVersion version;
        private final Alias alias;
        private final Author by;
        private final Instant at;
        private @Nullable SemanticVersion champion;
        private boolean promoted;
        private @Nullable String overrideReason;
        private List<GateVerdict> verdicts = List.of();

        private Builder(String name, SemanticVersion version, Alias alias, Author by, Instant at) {
            this.name = name;
            this.version = version;
            this.alias = alias;
            this.by = by;
            this.at = at;
        }

        /** The version that the alias pointed to. */
        public Builder champion(SemanticVersion number) {
            champion = number;
            return this;
        }

        /** Whether the alias now points to the version. */
        public Builder promoted(boolean decided) {
            promoted = decided;
            return this;
        }

        /** Why the gates were overridden. */
        public Builder overrideReason(String reason) {
            overrideReason = reason;
            return this;
        }

        /** The verdicts of all gates. */
        public Builder verdicts(List<GateVerdict> said) {
            verdicts = List.copyOf(said);
            return this;
        }

        /** Builds the decision. */
        public PromotionDecision build() {
            return new PromotionDecision(this);
        }
    }
}
