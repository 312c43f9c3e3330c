package dev.finetuning.training;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Why a job failed, as far as the provider says. Immutable; compares by value. */
public final class JobFailure {
    /**
     * The code of a job whose worker was stopped or died. A failed job with this code is over; whether it was
     * billed, and may be sent again, is up to its provider: see {@link Capabilities#interruptedIsUnbilled}. A
     * {@link JobPhase#PAUSED paused} job with this code can be resumed, and waiters and runs do so whenever they
     * see it. Its provider ends it as failed, with another code, when resuming leads nowhere.
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

    /** A failure with a message only. */
    public static JobFailure of(String message) {
        return builder(message).build();
    }

    /** A failure with the provider's code and message. */
    public static JobFailure of(String code, String message) {
        return builder(message).code(code).build();
    }

    /** The provider's text. */
    public String message() {
        return message;
    }

    /** The provider's own code, if any. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The request field that caused the failure, if the provider names one. */
    public Optional<String> param() {
        return Optional.ofNullable(param);
    }

    /** The record of the training file that caused the failure, counted from 1, if the provider names one. */
    public OptionalLong row() {
        return row == null ? OptionalLong.empty() : OptionalLong.of(row);
    }

    /** The message within that record, counted from 0, if the provider names one. */
    public OptionalInt messageIndex() {
        return messageIndex == null ? OptionalInt.empty() : OptionalInt.of(messageIndex);
    }

    /**
     * Where the record that caused the failure came from.
     *
     * @param uploaded the examples of the training file, in the same order
     * @return empty if the provider names no record, or one that does not exist
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

    /** Code and message. */
    @Override
    public String toString() {
        return code == null ? message : code + ": " + message;
    }

    /** Collects the values of a failure. Not thread-safe. */
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

        /** The request field that caused the failure. */
        public Builder param(String field) {
            param = field;
            return this;
        }

        /** The record of the training file that caused the failure, counted from 1. */
        public Builder row(long number) {
            row = number;
            return this;
        }

        /** The message within that record, counted from 0. */
        public Builder messageIndex(int index) {
            messageIndex = index;
            return this;
        }

        /** Builds the failure. */
        public JobFailure build() {
            return new JobFailure(this);
        }
    }
}
