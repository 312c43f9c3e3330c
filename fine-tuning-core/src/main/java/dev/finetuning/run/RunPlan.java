package dev.finetuning.run;

import dev.finetuning.example.Example;
import dev.finetuning.training.TrainingRequest;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a run is to do. Built with {@link #builder}; immutable. */
public final class RunPlan {
    private final String name;
    private final List<Example> train;
    private final List<Example> validation;
    private final List<Example> test;
    private final String fingerprint;
    private final @Nullable String datasetVersion;
    private final StoredRequest request;
    private final Map<String, String> labels;
    private final int minimumExamples;
    private final @Nullable StoredBudget budget;

    private RunPlan(Builder builder) {
        name = builder.name;
        train = builder.train;
        validation = builder.validation;
        test = builder.test;
        fingerprint = Objects.requireNonNullElse(builder.fingerprint, "");
        datasetVersion = builder.datasetVersion;
        request = StoredRequest.of(builder.request
                .apply(TrainingRequest.builder(builder.baseModel, "unset"))
                .build());
        labels = Map.copyOf(builder.labels);
        minimumExamples = builder.minimumExamples;
        budget = builder.budget;
    }

    /**
     * Starts a plan.
     *
     * @param name the model's name in the registry
     * @param baseModel the model to start from
     * @param train the examples to train on
     */
    public static Builder builder(String name, String baseModel, List<? extends Example> train) {
        return new Builder(name, baseModel, train);
    }

    String name() {
        return name;
    }

    List<Example> train() {
        return train;
    }

    List<Example> validation() {
        return validation;
    }

    List<Example> test() {
        return test;
    }

    String fingerprint() {
        return fingerprint;
    }

    @Nullable
    String datasetVersion() {
        return datasetVersion;
    }

    StoredRequest request() {
        return request;
    }

    Map<String, String> labels() {
        return labels;
    }

    int minimumExamples() {
        return minimumExamples;
    }

    @Nullable
    StoredBudget budget() {
        return budget;
    }

    /** Collects a plan; not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String baseModel;
        private final List<Example> train;
        private List<Example> validation = List.of();
        private List<Example> test = List.of();
        private @Nullable String fingerprint;
        private @Nullable String datasetVersion;
        private UnaryOperator<TrainingRequest.Builder> request = UnaryOperator.identity();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private int minimumExamples = 10;
        private @Nullable StoredBudget budget;

        private Builder(String name, String baseModel, List<? extends Example> train) {
            this.name = name;
            this.baseModel = baseModel;
            this.train = List.copyOf(train);
        }

        /** Examples that training only measures on; none by default. */
        public Builder validation(List<? extends Example> examples) {
            validation = List.copyOf(examples);
            return this;
        }

        /** Examples that the evaluation asks; none by default. */
        public Builder test(List<? extends Example> examples) {
            test = List.copyOf(examples);
            return this;
        }

        /** What the examples were cut from: the dataset's fingerprint and version. */
        public Builder dataset(String itsFingerprint, @Nullable String itsVersion) {
            fingerprint = itsFingerprint;
            datasetVersion = itsVersion;
            return this;
        }

        /** Sets method, hyperparameters, suffix, seed and the like; files and mark are the run's own. */
        public Builder request(UnaryOperator<TrainingRequest.Builder> settings) {
            request = settings;
            return this;
        }

        /** One more label, such as a tenant. */
        public Builder addLabel(String key, String value) {
            labels.put(key, value);
            return this;
        }

        /**
         * The fewest training examples; 10 by default.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder minimumExamples(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("minimumExamples must be at least 1: " + number);
            }
            minimumExamples = number;
            return this;
        }

        /**
         * What training may cost. The estimate is reserved before the job is created and settled after it.
         *
         * @param account the account the limit is for, such as a tenant; all runs of an account share it
         * @param estimate what this run is expected to cost
         * @param limit what all runs of the account may cost together
         * @param currency the ISO 4217 code of both amounts
         * @throws IllegalArgumentException if an amount is negative
         */
        public Builder budget(String account, BigDecimal estimate, BigDecimal limit, String currency) {
            if (estimate.signum() < 0 || limit.signum() < 0) {
                throw new IllegalArgumentException("amounts must not be negative: " + estimate + ", " + limit);
            }
            budget = new StoredBudget(account, estimate, limit, currency);
            return this;
        }

        /** The plan. */
        public RunPlan build() {
            return new RunPlan(this);
        }
    }
}
