package dev.finetuning.cost;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, as far as it is known. A price that was not given is unknown, which is not the same as
 * free.
 *
 * <pre>{@code
 * ModelPrice.builder("small", LocalDate.of(2026, 11, 1))
 *         .training(Money.usd("3"))
 *         .input(Money.usd("0.30"))
 *         .output(Money.usd("1.20"))
 *         .build();
 * }</pre>
 */
public final class ModelPrice {
    private final String model;
    private final LocalDate asOf;
    private final @Nullable Money training;
    private final @Nullable Money input;
    private final @Nullable Money cachedInput;
    private final @Nullable Money output;
    private final @Nullable Money minimumPerJob;
    private final @Nullable Money storagePerMonth;

    private ModelPrice(Builder builder) {
        this.model = builder.model;
        this.asOf = builder.asOf;
        this.training = builder.training;
        this.input = builder.input;
        this.cachedInput = builder.cachedInput;
        this.output = builder.output;
        this.minimumPerJob = builder.minimumPerJob;
        this.storagePerMonth = builder.storagePerMonth;
    }

    /**
     * A model of which no price is known yet.
     *
     * @param model the model
     * @param asOf the day on which the prices were looked up
     */
    public static Builder builder(String model, LocalDate asOf) {
        return new Builder(model, asOf);
    }

    /** A builder that starts with these prices. */
    public Builder toBuilder() {
        Builder builder = new Builder(model, asOf);
        builder.training = training;
        builder.input = input;
        builder.cachedInput = cachedInput;
        builder.output = output;
        builder.minimumPerJob = minimumPerJob;
        builder.storagePerMonth = storagePerMonth;
        return builder;
    }

    /** The model. */
    public String model() {
        return model;
    }

    /** The day on which the prices were looked up. */
    public LocalDate asOf() {
        return asOf;
    }

    /** A million tokens trained on. */
    public Optional<Money> training() {
        return Optional.ofNullable(training);
    }

    /** A million tokens sent to the tuned model. */
    public Optional<Money> input() {
        return Optional.ofNullable(input);
    }

    /** A million tokens sent to the tuned model that it had cached. */
    public Optional<Money> cachedInput() {
        return Optional.ofNullable(cachedInput);
    }

    /** A million tokens that the tuned model writes. */
    public Optional<Money> output() {
        return Optional.ofNullable(output);
    }

    /** What a job costs at least. */
    public Optional<Money> minimumPerJob() {
        return Optional.ofNullable(minimumPerJob);
    }

    /** What keeping one tuned model costs a month. */
    public Optional<Money> storagePerMonth() {
        return Optional.ofNullable(storagePerMonth);
    }

    /**
     * The cost of training on a number of tokens, including the minimum; empty if the price is unknown.
     *
     * @param tokens tokens of the data times epochs, at least 0
     */
    public Optional<Money> trainingCost(long tokens) {
        if (training == null) {
            return Optional.empty();
        }
        Money cost = training.perMillion(tokens);
        return Optional.of(minimumPerJob == null ? cost : cost.max(minimumPerJob));
    }

    /**
     * The cost of one request; empty if a price it needs is unknown. Cached tokens cost as much as other
     * input if there is no price for them.
     */
    public Optional<Money> requestCost(RequestShape shape) {
        if (input == null || output == null) {
            return Optional.empty();
        }
        Money cached = cachedInput == null ? input : cachedInput;
        return Optional.of(input.perMillion(shape.inputTokens() - shape.cachedTokens())
                .plus(cached.perMillion(shape.cachedTokens()))
                .plus(output.perMillion(shape.outputTokens())));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelPrice that
                && model.equals(that.model)
                && asOf.equals(that.asOf)
                && Objects.equals(training, that.training)
                && Objects.equals(input, that.input)
                && Objects.equals(cachedInput, that.cachedInput)
                && Objects.equals(output, that.output)
                && Objects.equals(minimumPerJob, that.minimumPerJob)
                && Objects.equals(storagePerMonth, that.storagePerMonth);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, asOf, training, input, cachedInput, output, minimumPerJob, storagePerMonth);
    }

    /** {@code "ModelPrice[small, as of 2026-11-01, training 3 USD, input 0.3 USD]"}: what is known. */
    @Override
    public String toString() {
        StringJoiner text =
                new StringJoiner(", ", "ModelPrice[", "]").add(model).add("as of " + asOf);
        training().ifPresent(price -> text.add("training " + price));
        input().ifPresent(price -> text.add("input " + price));
        cachedInput().ifPresent(price -> text.add("cached input " + price));
        output().ifPresent(price -> text.add("output " + price));
        minimumPerJob().ifPresent(price -> text.add("at least " + price + " per job"));
        storagePerMonth().ifPresent(price -> text.add("storage " + price + " per month"));
        return text.toString();
    }

    /** Collects prices. What is not set is unknown. Not for use by several threads. */
    public static final class Builder {
        private final String model;
        private final LocalDate asOf;
        private @Nullable Money training;
        private @Nullable Money input;
        private @Nullable Money cachedInput;
        private @Nullable Money output;
        private @Nullable Money minimumPerJob;
        private @Nullable Money storagePerMonth;

        private Builder(String model, LocalDate asOf) {
            this.model = Objects.requireNonNull(model, "model");
            this.asOf = Objects.requireNonNull(asOf, "asOf");
        }

        /** A million tokens trained on. */
        public Builder training(Money price) {
            this.training = Objects.requireNonNull(price, "training");
            return this;
        }

        /** A million tokens sent to the tuned model. */
        public Builder input(Money price) {
            this.input = Objects.requireNonNull(price, "input");
            return this;
        }

        /** A million tokens sent to the tuned model that it had cached. */
        public Builder cachedInput(Money price) {
            this.cachedInput = Objects.requireNonNull(price, "cachedInput");
            return this;
        }

        /** A million tokens that the tuned model writes. */
        public Builder output(Money price) {
            this.output = Objects.requireNonNull(price, "output");
            return this;
        }

        /** What a job costs at least. */
        public Builder minimumPerJob(Money price) {
            this.minimumPerJob = Objects.requireNonNull(price, "minimumPerJob");
            return this;
        }

        /** What keeping one tuned model costs a month. */
        public Builder storagePerMonth(Money price) {
            this.storagePerMonth = Objects.requireNonNull(price, "storagePerMonth");
            return this;
        }

        /** The prices. */
        public ModelPrice build() {
            return new ModelPrice(this);
        }
    }
}
