package dev.finetuning.registry;

import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.SemanticVersion;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A move of an alias: from where, to where, and why. Immutable. */
public final class AliasMove {
    private final Alias alias;
    private final Kind kind;
    private final @Nullable SemanticVersion from;
    private final @Nullable SemanticVersion to;
    private final @Nullable PromotionDecision decision;

    /** Why an alias moved. */
    public enum Kind {
        PROMOTION,
        ROLLBACK,
        /** Set by hand, without a policy. */
        ASSIGNMENT,
        REMOVAL
    }

    private AliasMove(Builder builder) {
        alias = builder.alias;
        kind = builder.kind;
        from = builder.from;
        to = builder.to;
        decision = builder.decision;
    }

    /** Starts a move from nowhere to nowhere. */
    public static Builder builder(Alias alias, Kind kind) {
        return new Builder(alias, kind);
    }

    /** The alias. */
    public Alias alias() {
        return alias;
    }

    /** Why it moved. */
    public Kind kind() {
        return kind;
    }

    /** The version it pointed to before; empty if none. */
    public Optional<SemanticVersion> from() {
        return Optional.ofNullable(from);
    }

    /** The version it points to now; empty if none. */
    public Optional<SemanticVersion> to() {
        return Optional.ofNullable(to);
    }

    /** The decision of a promotion; empty for other kinds. */
    public Optional<PromotionDecision> decision() {
        return Optional.ofNullable(decision);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AliasMove that
                && alias.equals(that.alias)
                && kind == that.kind
                && Objects.equals(from, that.from)
                && Objects.equals(to, that.to)
                && Objects.equals(decision, that.decision);
    }

    @Override
    public int hashCode() {
        return Objects.hash(alias, kind, from, to, decision);
    }

    @Override
    public String toString() {
        return "AliasMove[" + kind + " of " + alias + " from " + from + " to " + to + "]";
    }

    /** Collects a move. Not thread-safe. */
    public static final class Builder {
        private final Alias alias;
        private final Kind kind;
        private @Nullable SemanticVersion from;
        private @Nullable SemanticVersion to;
        private @Nullable PromotionDecision decision;

        private Builder(Alias alias, Kind kind) {
            this.alias = Objects.requireNonNull(alias, "alias");
            this.kind = Objects.requireNonNull(kind, "kind");
        }

        /** The version it pointed to before. */
        public Builder from(SemanticVersion version) {
            from = version;
            return this;
        }

        /** The version it points to now. */
        public Builder to(SemanticVersion version) {
            to = version;
            return this;
        }

        /** The decision of a promotion. */
        public Builder decision(PromotionDecision made) {
            decision = made;
            return this;
        }

        /** Builds the move. */
        public AliasMove build() {
            return new AliasMove(this);
        }
    }
}
