package dev.finetuning.openweights;

import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.SettingRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How an adapter of low rank (LoRA, Hu et al. 2021) is trained beside the frozen base model. Travels in a request's
 * {@link Hyperparameters} under the names of {@link #ranges}; there, too, a typo or a value out of its range is refused
 * before anything starts. Immutable.
 */
public final class LoraSettings {
    /** All defaults. */
    public static final LoraSettings DEFAULTS = builder().build();

    private final Map<String, Object> values;

    private LoraSettings(Map<String, Object> values) {
        this.values = values;
    }

    /** The numbers that weights and gradients are held in. */
    public enum Precision {
        /** bf16 on a GPU that has it, else fp32. */
        AUTO,
        /** 32 bits: exact and slow. */
        FP32,
        /** 16 bits with the range of 32: half the memory; slow on most CPUs. */
        BF16;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the learning rate falls after the warm-up. */
    public enum Schedule {
        COSINE("cosine"),
        LINEAR("linear"),
        /** It does not fall. */
        CONSTANT("constant_with_warmup");

        private final String word;

        Schedule(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Starts settings with all defaults. */
    public static Builder builder() {
        return new Builder(Map.of());
    }

    /** The settings' names in {@link Hyperparameters#others}, each with what it may be. */
    public static Map<String, SettingRange> ranges() {
        Map<String, SettingRange> ranges = new LinkedHashMap<>();
        LoraSetting.all().forEach((name, setting) -> ranges.put(name, setting.range()));
        return Collections.unmodifiableMap(ranges);
    }

    /**
     * The settings in a request's hyperparameters; what they do not name is the default.
     *
     * @throws IllegalArgumentException if a name is unknown or a value out of its range
     */
    public static LoraSettings of(Hyperparameters hyperparameters) {
        List<String> reasons = reasonsAgainst(hyperparameters);
        if (!reasons.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reasons));
        }
        Builder builder = builder();
        hyperparameters
                .others()
                .forEach((name, value) ->
                        builder.put(Objects.requireNonNull(LoraSetting.all().get(name)), value));
        return builder.build();
    }

    private static List<String> reasonsAgainst(Hyperparameters hyperparameters) {
        List<String> reasons = new ArrayList<>();
        hyperparameters.others().forEach((name, value) -> {
            LoraSetting setting = LoraSetting.all().get(name);
            if (setting == null) {
                reasons.add("setting " + name + " is not known; known are "
                        + LoraSetting.all().keySet());
            } else if (!setting.range().contains(value)) {
                reasons.add(setting.complaint(value));
            }
        });
        return reasons;
    }

    /** The rank of the adapter's matrices; 16 by default. */
    public int rank() {
        return (int) whole(LoraSetting.LORA_RANK);
    }

    /** The scale of the adapter, which is divided by the rank; 32 by default. */
    public int alpha() {
        return (int) whole(LoraSetting.LORA_ALPHA);
    }

    /** The share of the adapter's inputs that is left out at random; 0 by default. */
    public double dropout() {
        return ((Number) value(LoraSetting.LORA_DROPOUT)).doubleValue();
    }

    /** The maximum number of tokens of a row; a longer one is refused by its number. 1,024 by default. */
    public int maxLength() {
        return (int) whole(LoraSetting.MAX_LENGTH);
    }

    /** The highest learning rate; by default 2e-4 for supervised training and 1e-5 for preferences. */
    public OptionalDouble learningRate() {
        return values.get(LoraSetting.LEARNING_RATE.name()) instanceof Number rate
                ? OptionalDouble.of(rate.doubleValue())
                : OptionalDouble.empty();
    }

    private long whole(LoraSetting setting) {
        return ((Number) value(setting)).longValue();
    }

    private Object value(LoraSetting setting) {
        return values.getOrDefault(setting.name(), setting.otherwise().orElse(""));
    }

    /** Every setting but the learning rate by its name, defaults included, as the worker reads them. */
    Map<String, Object> complete() {
        Map<String, Object> complete = new LinkedHashMap<>();
        for (LoraSetting setting : LoraSetting.all().values()) {
            if (setting != LoraSetting.LEARNING_RATE) {
                complete.put(setting.name(), value(setting));
            }
        }
        return complete;
    }

    /** These settings for a request; epochs and batch size are set there: {@code hyperparameters().withEpochs(3)}. */
    public Hyperparameters hyperparameters() {
        Hyperparameters all = Hyperparameters.AUTO;
        for (Map.Entry<String, Object> each : values.entrySet()) {
            all = all.with(each.getKey(), each.getValue());
        }
        return all;
    }

    /** A builder with everything set as here. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LoraSettings settings
                && complete().equals(settings.complete())
                && learningRate().equals(settings.learningRate());
    }

    @Override
    public int hashCode() {
        return complete().hashCode();
    }

    /** What was set. */
    @Override
    public String toString() {
        return "LoraSettings" + values;
    }

    /** Collects settings; not thread-safe. Every setter throws {@link IllegalArgumentException} if the value is out of its range. */
    public static final class Builder {
        private final Map<String, Object> values;

        private Builder(Map<String, Object> values) {
            this.values = new LinkedHashMap<>(values);
        }

        private Builder put(LoraSetting setting, Object value) {
            values.put(setting.name(), setting.checked(value));
            return this;
        }

        /** The rank of the adapter's matrices, 1 to 1,024; 16 by default. */
        public Builder rank(int rank) {
            return put(LoraSetting.LORA_RANK, rank);
        }

        /** The scale of the adapter, 1 to 4,096, which is divided by the rank; 32 by default. */
        public Builder alpha(int alpha) {
            return put(LoraSetting.LORA_ALPHA, alpha);
        }

        /** The share of the adapter's inputs that is left out at random, 0 to 0.9; 0 by default. */
        public Builder dropout(double share) {
            return put(LoraSetting.LORA_DROPOUT, share);
        }

        /** The names of the layers that get an adapter, such as {@code q_proj}; by default all linear ones. */
        public Builder targetModules(List<String> names) {
            return put(LoraSetting.LORA_TARGET_MODULES, List.copyOf(names));
        }

        /** Divides the scale by the rank's square root (rsLoRA, Kalajdzievski 2023); off by default. */
        public Builder rankStabilised(boolean stabilised) {
            return put(LoraSetting.RANK_STABILISED, stabilised);
        }

        /** The numbers that weights are held in; {@link Precision#AUTO} by default. */
        public Builder precision(Precision precision) {
            return put(LoraSetting.PRECISION, precision.word());
        }

        /** The highest learning rate, 1e-9 to 1; by default 2e-4 for supervised training and 1e-5 for preferences. */
        public Builder learningRate(double rate) {
            return put(LoraSetting.LEARNING_RATE, rate);
        }

        /** How the learning rate falls, after a warm-up over this share of the steps; cosine after 0.1 by default. */
        public Builder schedule(Schedule schedule, double warmupRatio) {
            return put(LoraSetting.SCHEDULER, schedule.word()).put(LoraSetting.WARMUP_RATIO, warmupRatio);
        }

        /** How many batches go into one step, 1 to 4,096: a large batch in the memory of a small one; 1 by default. */
        public Builder gradientAccumulation(int batches) {
            return put(LoraSetting.GRADIENT_ACCUMULATION, batches);
        }

        /** The maximum number of tokens of a row, 16 to 1,048,576; 1,024 by default. */
        public Builder maxLength(int tokens) {
            return put(LoraSetting.MAX_LENGTH, tokens);
        }

        /** The steps between two checkpoints; 0, the default, makes about ten in all. */
        public Builder checkpointSteps(int steps) {
            return put(LoraSetting.CHECKPOINT_STEPS, steps);
        }

        /** Computes activations twice instead of keeping them: less memory, about a third more time; off by default. */
        public Builder gradientCheckpointing(boolean on) {
            return put(LoraSetting.GRADIENT_CHECKPOINTING, on);
        }

        /**
         * Puts several rows into one of {@code maxLength} tokens, which do not see each other: no time goes into padding,
         * and a batch has as many full rows as its size says. For supervised training; off by default. The worker tries
         * beforehand whether the model keeps rows apart, and fails with the code {@code packing} if it does not.
         */
        public Builder packing(boolean on) {
            return put(LoraSetting.PACKING, on);
        }

        /** The settings. */
        public LoraSettings build() {
            return new LoraSettings(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
        }
    }
}
