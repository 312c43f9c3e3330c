package dev.finetuning.training;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model as its provider describes it. Immutable; compares by value. */
public final class TunedModel {
    private final String id;
    private final @Nullable String root;
    private final @Nullable Instant createdAt;
    private final boolean archived;
    private final @Nullable Instant shutdownAt;
    private final Map<String, Object> details;

    private TunedModel(Builder builder) {
        id = builder.id;
        root = builder.root;
        createdAt = builder.createdAt;
        archived = builder.archived;
        shutdownAt = builder.shutdownAt;
        details = Collections.unmodifiableMap(new LinkedHashMap<>(builder.details));
    }

    /**
     * Starts a model.
     *
     * @param id the id to use in chat requests
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** The id to use in chat requests. */
    public String id() {
        return id;
    }

    /** The base model it was tuned from, if the provider says so. */
    public Optional<String> root() {
        return Optional.ofNullable(root);
    }

    /** When it was made, if known. */
    public Optional<Instant> createdAt() {
        return Optional.ofNullable(createdAt);
    }

    /** Whether it is archived. */
    public boolean archived() {
        return archived;
    }

    /** When the provider will stop serving it, if it says so. */
    public Optional<Instant> shutdownAt() {
        return Optional.ofNullable(shutdownAt);
    }

    /** Further facts by the provider's own names, as JSON values. */
    public Map<String, Object> details() {
        return details;
    }

    /** A builder with the values of this model. */
    public Builder toBuilder() {
        Builder builder = new Builder(id);
        builder.root = root;
        builder.createdAt = createdAt;
        builder.archived = archived;
        builder.shutdownAt = shutdownAt;
        builder.details = details;
        return builder;
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(id, root, createdAt, archived, shutdownAt, details);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TunedModel model && values().equals(model.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** The id. */
    @Override
    public String toString() {
        return "model " + id;
    }

    /** Collects the values of a model. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private @Nullable String root;
        private @Nullable Instant createdAt;
        private boolean archived;
        private @Nullable Instant shutdownAt;
        private Map<String, Object> details = Map.of();

        private Builder(String id) {
            this.id = id;
        }

        /** The base model it was tuned from. */
        public Builder root(String baseModel) {
            root = baseModel;
            return this;
        }

        /** When it was made. */
        public Builder createdAt(Instant instant) {
            createdAt = instant;
            return this;
        }

        /** Whether it is archived; false by default. */
        public Builder archived(boolean isArchived) {
            archived = isArchived;
            return this;
        }

        /** When the provider will stop serving it. */
        public Builder shutdownAt(Instant instant) {
            shutdownAt = instant;
            return this;
        }

        /** Further facts by the provider's own names, as JSON values. Replaces earlier ones. */
        public Builder details(Map<String, Object> facts) {
            details = facts;
            return this;
        }

        /** Builds the model. */
        public TunedModel build() {
            return new TunedModel(this);
        }
    }
}
