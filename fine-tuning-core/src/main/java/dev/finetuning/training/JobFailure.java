package dev.finetuning.training;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Why a job failed, as far as the provider says. Immutable; equal by its values. */
public final class JobFailure {
    /**
     * The code of a job whose worker was stopped or died. Whether such a job was billed, and may be sent
     * again, is for its provider to say: see {@link Capabilities#interruptedIsUnbilled}.
     */
    public static final String INTERRUPTED = "interrupted";

    private final String message;
    private final @Nullable String code;
    private final @Nullable String param;
    private final @Nullable Long row;
    private final @Nullable Integer messageIndex;

    private JobFailure(Builder builder) {
        message = builder.message;
        code = builder.code;
        param = builder.param;
        row = builder.row;
        messageIndex = builder.messageIndex;
    }

    /**
     * Starts a failure.
     *
     * @param message the provider's text
     */
    public static Builder builder(String message) {
        return new Builder(message);
    }

    /** A failure of which only the text is known. */
    public static JobFailure of(String message) {
        return builder(message).build();
    }

    /** A failure with the provider's code and text. */
    public static JobFailure of(String code, String message) {
        return builder(message).code(code).build();
    }

    /** The provider's text. */
    public String message() {
        return message;
    }

    /** The provider's own code, where it gave one. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The request field it blames, where it names one. */
    public Optional<String> param() {
        return Optional.ofNullable(param);
    }

    /** The record of the training file it blames, counted from 1, where it names one. */
    public OptionalLong row() {
        return row == null ? OptionalLong.empty() : OptionalLong.of(row);
    }

    /** The message within that record, counted from 0, where it names one. */
    public OptionalInt messageIndex() {
        return messageIndex == null ? OptionalInt.empty() : OptionalInt.of(messageIndex);
    }

    /**
     * Where the blamed record came from.
     *
     * @param uploaded the examples of the training file, in its order
     * @return empty where the provider names no record, or one that is not there
     */
    public Optional<Origin> originIn(List<? extends Example> uploaded) {
        return row == null || row < 1 || row > uploaded.size()
                ? Optional.empty()
                : Optional.of(uploaded.get((int) (row - 1)).info().provenance().origin());
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(message, code, param, row, messageIndex);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JobFailure failure && values().equals(failure.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** Code and text. */
    @Override
    public String toString() {
        return code == null ? message : code + ": " + message;
    }

    /** Collects a failure; not thread-safe. */
    public static final class Builder {
        private final String message;
        private @Nullable String code;
        private @Nullable String param;
        private @Nullable Long row;
        private @Nullable Integer messageIndex;

        private Builder(String message) {
            this.message = message;
        }

        /** The provider's own code. */
        public Builder code(String providersCode) {
            code = providersCode;
            return this;
        }

        /** The request field it blames. */
        public Builder param(String field) {
            param = field;
            return this;
        }

        /** The record of the training file it blames, counted from 1. */
        public Builder row(long number) {
            row = number;
            return this;
        }

        /** The message within that record, counted from 0. */
        public Builder messageIndex(int index) {
            messageIndex = index;
            return this;
        }

        /** The failure. */
        public JobFailure build() {
            return new JobFailure(this);
        }
    }
}
