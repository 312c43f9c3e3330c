package dev.finetuning.training;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A file at the provider. Immutable; compares by value. */
public final class TrainingFile {
    private final String id;
    private final String name;
    private final String purpose;
    private final @Nullable Long bytes;
    private final @Nullable Instant createdAt;
    private final @Nullable String status;

    private TrainingFile(Builder builder) {
        id = builder.id;
        name = builder.name;
        purpose = builder.purpose;
        bytes = builder.bytes;
        createdAt = builder.createdAt;
        status = builder.status;
    }

    /**
     * Starts a file.
     *
     * @param id the provider's id
     * @param name the file name; for uploads of this library it contains the hash of the content
     * @param purpose its purpose, in the provider's word
     */
    public static Builder builder(String id, String name, String purpose) {
        return new Builder(id, name, purpose);
    }

    /** The provider's id. */
    public String id() {
        return id;
    }

    /** The file name; for uploads of this library it contains the hash of the content. */
    public String name() {
        return name;
    }

    /** Its purpose, in the provider's word. */
    public String purpose() {
        return purpose;
    }

    /** Its size in bytes, if the provider says it. */
    public OptionalLong bytes() {
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** When it was uploaded, if known. */
    public Optional<Instant> createdAt() {
        return Optional.ofNullable(createdAt);
    }

    /** The provider's word for its status, if there is one. */
    public Optional<String> status() {
        return Optional.ofNullable(status);
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(id, name, purpose, bytes, createdAt, status);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrainingFile file && values().equals(file.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** Id and name. */
    @Override
    public String toString() {
        return "file " + id + " (" + name + ")";
    }

    /** Collects the values of a file. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final String name;
        private final String purpose;
        private @Nullable Long bytes;
        private @Nullable Instant createdAt;
        private @Nullable String status;

        private Builder(String id, String name, String purpose) {
            this.id = id;
            this.name = name;
            this.purpose = purpose;
        }

        /** Its size in bytes. */
        public Builder bytes(long size) {
            bytes = size;
            return this;
        }

        /** When it was uploaded. */
        public Builder createdAt(Instant instant) {
            createdAt = instant;
            return this;
        }

        /** The provider's word for its status. */
        public Builder status(String word) {
            status = word;
            return this;
        }

        /** Builds the file. */
        public TrainingFile build() {
            return new TrainingFile(this);
        }
    }
}
