package dev.finetuning.run;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.UnknownPriceException;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.dataset.Split;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.quality.Checks;
import dev.finetuning.registry.Registration;
import dev.finetuning.source.RecordSource;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a run does. Built with {@link #builder}; immutable. */
public final class RunPlan {
    private static final String NO_FILE_YET = "unset";

    private final String name;
    private final TrainingData train;
    private final TrainingData validation;
    private final List<Example> test;
    private final @Nullable String fingerprint;
    private final @Nullable String datasetVersion;
    private final TrainingRequest request;
    private final Map<String, String> labels;
    private final int minimumExamples;
    private final @Nullable Checks checks;
    private final @Nullable CostEstimate cost;
    private final @Nullable Money ownLimit;
    private final Map<String, Money> labelLimits;
    private final boolean promoting;

    private RunPlan(Builder builder) {
        name = builder.name;
        train = builder.train;
        validation = builder.validation;
        test = builder.test;
        fingerprint = builder.fingerprint;
        datasetVersion = builder.datasetVersion;
        request = builder.request
                .apply(TrainingRequest.builder(builder.baseModel, NO_FILE_YET))
                .build();
        labels = Map.copyOf(builder.labels);
        minimumExamples = builder.minimumExamples;
        checks = builder.checks;
        cost = builder.cost;
        ownLimit = builder.ownLimit;
        labelLimits = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labelLimits));
        promoting = builder.promoting;
        requireLimitsThatHold();
    }

    private void requireLimitsThatHold() {
        if (ownLimit == null && labelLimits.isEmpty()) {
            return;
        }
        Money estimate = cost().flatMap(CostEstimate::training)
                .orElseThrow(() -> new UnknownPriceException("training " + request.baseModel()));
        // compared for the currency's sake
        limit().ifPresent(estimate::compareTo);
        labelLimits.forEach((label, limit) -> {
            if (!labels.containsKey(label)) {
                throw new IllegalStateException("there is a limit for the label " + label
                        + ", which the run does not have; it has " + labels.keySet());
            }
            estimate.compareTo(limit);
        });
    }

    /**
     * Starts a plan.
     *
     * @param name the model's name in the registry
     * @param baseModel the model to start from
     * @param train the examples to train on
     * @throws IllegalArgumentException if the registry would refuse the name, or the base model's is blank
     */
    public static Builder builder(String name, String baseModel, List<? extends Example> train) {
        return new Builder(name, baseModel, TrainingData.of(name, train));
    }

    /**
     * Starts a plan with data that may be larger than memory, such as {@link TrainingData#of(String, RecordSource,
     * ExampleFormat)}. It is read several times until the run is started and not after that, and must give the same
     * examples each time. Checks that {@linkplain Checks#independent compare no examples} need no more memory for
     * more data.
     *
     * @param name the model's name in the registry
     * @param baseModel the model to start from
     * @param train the examples to train on; their name is not used
     * @throws IllegalArgumentException if the registry would refuse the name, or the base model's is blank
     */
    public static Builder builder(String name, String baseModel, TrainingData train) {
        return new Builder(name, baseModel, train);
    }

    /**
     * Starts a plan with the examples, fingerprint and version of a dataset.
     *
     * @param name the model's name in the registry
     * @param baseModel the model to start from
     */
    public static Builder builder(String name, String baseModel, Dataset train) {
        return builder(name, baseModel, train.examples())
                .dataset(train.fingerprint().hex(), train.version());
    }

    /**
     * Starts a plan with the three parts of a split, for training, validation and evaluation.
     *
     * @param name the model's name in the registry
     * @param baseModel the model to start from
     */
    public static Builder builder(String name, String baseModel, Split split) {
        return builder(name, baseModel, split.train())
                .validation(split.validation().examples())
                .test(split.test().examples());
    }

    /**
     * Starts a plan with raw records, all of which must be usable. To accept some rejected records, build
     * the dataset first with a reject limit.
     *
     * @param name the model's name in the registry
     * @param baseModel the model to start from
     * @throws dev.finetuning.dataset.TooManyRejectedException if a record is not an example of the format
     */
    public static Builder builder(String name, String baseModel, RecordSource source, ExampleFormat format) {
        return builder(
                name,
                baseModel,
                Dataset.builder(name)
                        .rejectLimit(RejectLimit.count(0))
                        .add(source, format)
                        .build());
    }

    /** The model's name in the registry. */
    public String name() {
        return name;
    }

    /** The examples to train on. */
    public TrainingData train() {
        return train;
    }

    /** The examples used to measure progress during training; there may be none. */
    public TrainingData validation() {
        return validation;
    }

    /** The examples for the evaluation. */
    public List<Example> test() {
        return test;
    }

    /** The fingerprint of the dataset that the examples came from, if given. */
    public Optional<String> fingerprint() {
        return Optional.ofNullable(fingerprint);
    }

    /** The version of that dataset, if given. */
    public Optional<String> datasetVersion() {
        return Optional.ofNullable(datasetVersion);
    }

    /** How to train. The run adds the files and its mark. */
    public TrainingRequest request() {
        return request;
    }

    /** The run's labels. */
    public Map<String, String> labels() {
        return labels;
    }

    /** The minimum number of training examples that must remain after the checks. */
    public int minimumExamples() {
        return minimumExamples;
    }

    /** The checks for training and validation examples, if any. */
    public Optional<Checks> checks() {
        return Optional.ofNullable(checks);
    }

    /** The estimated cost of training, if given. */
    public Optional<CostEstimate> cost() {
        return Optional.ofNullable(cost);
    }

    /** The maximum cost of this run, if limited. */
    public Optional<Money> limit() {
        return Optional.ofNullable(ownLimit);
    }

    /** The maximum cost of all runs with the same value of a label, by label. */
    public Map<String, Money> labelLimits() {
        return labelLimits;
    }

    /** Whether the gates decide about the new version; see {@link Builder#withoutPromotion}. */
    public boolean promoting() {
        return promoting;
    }

    /** Collects a plan. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String baseModel;
        private final TrainingData train;
        private TrainingData validation;
        private List<Example> test = List.of();
        private @Nullable String fingerprint;
        private @Nullable String datasetVersion;
        private UnaryOperator<TrainingRequest.Builder> request = UnaryOperator.identity();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private int minimumExamples = 10;
        private @Nullable Checks checks;
        private @Nullable CostEstimate cost;
        private @Nullable Money ownLimit;
        private final Map<String, Money> labelLimits = new LinkedHashMap<>();
        private boolean promoting = true;

        private Builder(String name, String baseModel, TrainingData train) {
            // the registry would refuse the name once all is paid for
            Registration.ofModel(name, baseModel);
            this.name = name;
            this.baseModel = baseModel;
            this.train = train;
            this.validation = TrainingData.of(name, List.of());
        }

        /** The examples used to measure progress during training; none by default. */
        public Builder validation(List<? extends Example> examples) {
            return validation(TrainingData.of(name, examples));
        }

        /** Like {@link #validation(List)}, with data that may be larger than memory. */
        public Builder validation(TrainingData examples) {
            validation = examples;
            return this;
        }

        /** The examples for the evaluation, which are read into memory; none by default. */
        public Builder test(List<? extends Example> examples) {
            test = List.copyOf(examples);
            return this;
        }

        /** The fingerprint of the dataset that the examples came from. */
        public Builder dataset(String itsFingerprint) {
            fingerprint = itsFingerprint;
            return this;
        }

        /** The fingerprint and version of the dataset that the examples came from. */
        public Builder dataset(String itsFingerprint, String itsVersion) {
            datasetVersion = itsVersion;
            return dataset(itsFingerprint);
        }

        /**
         * Sets method, hyperparameters, suffix, seed and so on; files and mark are set by the run. A second call is
         * applied after the first.
         */
        public Builder request(UnaryOperator<TrainingRequest.Builder> settings) {
            UnaryOperator<TrainingRequest.Builder> before = request;
            request = builder -> settings.apply(before.apply(builder));
            return this;
        }

        /** Adds a label, such as a tenant. */
        public Builder addLabel(String key, String value) {
            labels.put(key, value);
            return this;
        }

        /**
         * The minimum number of training examples; 10 by default.
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
         * Checks the training and validation examples when the run starts and leaves out those with an
         * error; no checks by default.
         */
        public Builder checks(Checks newChecks) {
            checks = newChecks;
            return this;
        }

        /**
         * The estimated cost of training, at the prices it will be billed at. Limits are checked against
         * it, and the run's cost is computed from it.
         */
        public Builder cost(CostEstimate estimate) {
            cost = estimate;
            return this;
        }

        /** The maximum cost of this run. */
        public Builder limit(Money atMost) {
            ownLimit = atMost;
            return this;
        }

        /**
         * The maximum cost of all runs with this run's value of a label, such as those of its tenant.
         *
         * @param label the key of one of the run's labels
         */
        public Builder limit(String label, Money atMost) {
            labelLimits.put(label, atMost);
            return this;
        }

        /**
         * Ends the run once its model is evaluated and registered: no gate is asked and no alias moves. Use it if
         * only the best of several runs is promoted, as in a search, or if a person decides later.
         */
        public Builder withoutPromotion() {
            promoting = false;
            return this;
        }

        /**
         * Builds the plan.
         *
         * @throws dev.finetuning.cost.UnknownPriceException if there is a limit but no known price
         * @throws IllegalStateException if there is a limit for a label that the run does not have
         * @throws IllegalArgumentException if a limit has another currency than the price
         */
        public RunPlan build() {
            return new RunPlan(this);
        }
    }
}
