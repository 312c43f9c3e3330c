package dev.finetuning.registry;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changes about the tags, the facts and the announced shutdown of a version. Immutable. */
public final class LabelChange {
    private final Set<String> added;
    private final Set<String> removed;
    private final Map<String, String> metadata;
    private final @Nullable Instant shutdownAt;

    private LabelChange(Builder builder) {
        added = builder.added;
        removed = builder.removed;
        metadata = builder.metadata;
        shutdownAt = builder.shutdownAt;
    }

    /** Starts a change, of nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Tags that were added. */
    public Set<String> added() {
        return added;
    }

    /** Tags that were removed. */
    public Set<String> removed() {
        return removed;
    }

    /** Facts that were set. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The newly announced shutdown; empty if unchanged. */
    public Optional<Instant> shutdownAt() {
        return Optional.ofNullable(shutdownAt);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LabelChange that
                && added.equals(that.added)
                && removed.equals(that.removed)
                && metadata.equals(that.metadata)
                && Objects.equals(shutdownAt, that.shutdownAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(added, removed, metadata, shutdownAt);
    }

    @Override
    public String toString() {
        return "LabelChange[added " + added + ", removed " + removed + ", " + metadata + ", shutdown " + shutdownAt
                + "]";
    }

    /** Collects a change. Not thread-safe. */
    public static final class Builder {
        private Set<String> added = Set.of();
        private Set<String> removed = Set.of();
        private Map<String, String> metadata = Map.of();
        private @Nullable Instant shutdownAt;

        private Builder() {}

        /** Tags to add. */
        public Builder added(Set<String> tags) {
            added = Set.copyOf(tags);
            return this;
        }

        /** Tags to remove. */
        public Builder removed(Set<String> tags) {
            removed = Set.copyOf(tags);
            return this;
        }

        /** Facts to set; a fact with the same name is replaced. */
        public Builder metadata(Map<String, String> facts) {
            metadata = Map.copyOf(facts);
            return this;
        }

        /** When the provider will stop serving the version. */
        public Builder shutdownAt(Instant when) {
            shutdownAt = when;
            return this;
        }

        /** Builds the change. */
        public LabelChange build() {
            return new LabelChange(this);
        }
    }
}
