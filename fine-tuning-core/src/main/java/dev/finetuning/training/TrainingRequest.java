package dev.finetuning.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to train, on what data, and how. Built with {@link #builder}; immutable. Setters reject what no
 * provider accepts; what a particular provider refuses is reported by {@link Capabilities#check} before
 * anything is sent.
 */
public final class TrainingRequest {
    private static final Pattern MARK = Pattern.compile("[a-zA-Z0-9_-]{1,18}");

    private final String baseModel;
    private final String trainingFile;
    private final @Nullable String validationFile;
    private final TrainingMethod method;
    private final Hyperparameters hyperparameters;
    private final @Nullable String suffix;
    private final @Nullable Long seed;
    private final Map<String, String> metadata;
    private final @Nullable String mark;
    private final Map<String, Object> options;

    private TrainingRequest(Builder builder) {
        baseModel = builder.baseModel;
        trainingFile = builder.trainingFile;
        validationFile = builder.validationFile;
        method = builder.method;
        hyperparameters = builder.hyperparameters;
        suffix = builder.suffix;
        seed = builder.seed;
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(builder.metadata));
        mark = builder.mark;
        options = Collections.unmodifiableMap(new LinkedHashMap<>(builder.options));
    }

    /**
     * Starts a request.
     *
     * @param baseModel the id of a base model or of an earlier tuned model
     * @param trainingFile the id of an uploaded file
     */
    public static Builder builder(String baseModel, String trainingFile) {
        return new Builder(baseModel, trainingFile);
    }

    /** Starts a request on an uploaded file. */
    public static Builder builder(String baseModel, TrainingFile trainingFile) {
        return new Builder(baseModel, trainingFile.id());
    }

    /** The model to start from. */
    public String baseModel() {
        return baseModel;
    }

    /** The id of the training file. */
    public String trainingFile() {
        return trainingFile;
    }

    /** The id of the validation file, if any. */
    public Optional<String> validationFile() {
        return Optional.ofNullable(validationFile);
    }

    /** The kind of training; supervised by default. */
    public TrainingMethod method() {
        return method;
    }

    /** The hyperparameters; all auto by default. */
    public Hyperparameters hyperparameters() {
        return hyperparameters;
    }

    /** Text that becomes part of the model's name, if the provider supports that. */
    public Optional<String> suffix() {
        return Optional.ofNullable(suffix);
    }

    /** The seed, if one was set. */
    public Optional<Long> seed() {
        return Optional.ofNullable(seed);
    }

    /** Labels that the provider keeps with the job, if it supports that. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The run's mark, by which a job can be found again if the answer to its creation was lost. */
    public Optional<String> mark() {
        return Optional.ofNullable(mark);
    }

    /** Further request fields by the provider's own names, including integrations. */
    public Map<String, Object> options() {
        return options;
    }

    /** A builder with the values of this request. */
    public Builder toBuilder() {
        Builder builder = new Builder(baseModel, trainingFile);
        builder.validationFile = validationFile;
        builder.method = method;
        builder.hyperparameters = hyperparameters;
        builder.suffix = suffix;
        builder.seed = seed;
        builder.metadata.putAll(metadata);
        builder.mark = mark;
        builder.options.putAll(options);
        return builder;
    }

    /** Collects a request. Not thread-safe. */
    public static final class Builder {
        private final String baseModel;
        private final String trainingFile;
        private @Nullable String validationFile;
        private TrainingMethod method = TrainingMethod.supervised();
        private Hyperparameters hyperparameters = Hyperparameters.AUTO;
        private @Nullable String suffix;
        private @Nullable Long seed;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private @Nullable String mark;
        private final Map<String, Object> options = new LinkedHashMap<>();

        private Builder(String baseModel, String trainingFile) {
            this.baseModel = notBlank("baseModel", baseModel);
            this.trainingFile = notBlank("trainingFile", trainingFile);
        }

        /** The file used to measure progress only. */
        public Builder validationFile(String fileId) {
            validationFile = notBlank("validationFile", fileId);
            return this;
        }

        /** The file used to measure progress only. */
        public Builder validationFile(TrainingFile file) {
            return validationFile(file.id());
        }

        /** The kind of training. */
        public Builder method(TrainingMethod newMethod) {
            method = newMethod;
            return this;
        }

        /** The hyperparameters. */
        public Builder hyperparameters(Hyperparameters values) {
            hyperparameters = values;
            return this;
        }

        /**
         * Text for the model's name.
         *
         * @throws IllegalArgumentException if it is empty, longer than 64 characters, or contains a control
         *     character
         */
        public Builder suffix(String text) {
            if (text.isEmpty() || text.length() > 64) {
                throw new IllegalArgumentException("suffix must have 1 to 64 characters: it has " + text.length());
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("suffix must not hold control characters, such as a newline");
            }
            suffix = text;
            return this;
        }

        /**
         * The seed.
         *
         * @throws IllegalArgumentException if it is negative or above 2,147,483,647
         */
        public Builder seed(long number) {
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("seed must be within 0..2147483647: " + number);
            }
            seed = number;
            return this;
        }

        /**
         * Adds a label for the job.
         *
         * @throws IllegalArgumentException if the key has more than 64 or the value more than 512
         *     characters
         */
        public Builder addMetadata(String key, String value) {
            if (key.isEmpty() || key.length() > 64 || value.length() > 512) {
                throw new IllegalArgumentException(
                        "metadata takes keys of 1 to 64 and values of at most 512 characters: " + key);
            }
            metadata.put(key, value);
            return this;
        }

        /**
         * The run's mark.
         *
         * @throws IllegalArgumentException unless it has 1 to 18 characters out of {@code [a-zA-Z0-9_-]},
         *     which every provider can store
         */
        public Builder mark(String runMark) {
            if (!MARK.matcher(runMark).matches()) {
                throw new IllegalArgumentException("mark must be 1 to 18 of [a-zA-Z0-9_-]: " + runMark);
            }
            mark = runMark;
            return this;
        }

        /** Adds a request field by the provider's own name, as a JSON value. */
        public Builder addOption(String name, Object value) {
            options.put(name, value);
            return this;
        }

        /** Builds the request. */
        public TrainingRequest build() {
            return new TrainingRequest(this);
        }

        private static String notBlank(String name, String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException(name + " must not be blank");
            }
            return value;
        }
    }
}
