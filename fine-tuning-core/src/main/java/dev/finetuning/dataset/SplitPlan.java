package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How to split a dataset. Nothing is random: the order is that of a hash of salt and group. Exact
 * duplicates and examples of one group are always in the same part. Immutable.
 *
 * <ul>
 *   <li><em>Exact</em>: sizes by largest remainder (100 at 0.8 gives 80 and 20), every category within one
 *       example of its ratio. Groups larger than one example can shift that by their size.
 *   <li><em>Stable</em>: a part for each group from its hash alone, so that no example ever changes sides
 *       as the dataset grows. Sizes and categories follow the ratios on average only (binomially).
 *   <li><em>By time</em>: the oldest for training, the newest for the test; sizes by largest remainder.
 * </ul>
 */
public final class SplitPlan {
    enum Mode {
        EXACT,
        STABLE,
        TIME
    }

    /** What a plan asks of an example. */
    record Questions(
            Function<? super Example, Optional<String>> group,
            Function<? super Example, String> category,
            Function<? super Example, Instant> time) {}

    /** What the ratios have to respect. */
    record Limits(
            int minimum,
            int maxValidation,
            boolean syntheticInTrain,
            @Nullable ValidationCap cap) {}

    final Mode mode;
    final SplitRatios ratios;
    final String salt;
    final Questions ask;
    final Limits limits;

    private SplitPlan(Mode mode, SplitRatios ratios, String salt, Questions ask, Limits limits) {
        this.mode = mode;
        this.ratios = ratios;
        this.salt = salt;
        this.ask = ask;
        this.limits = limits;
    }

    private static SplitPlan of(Mode mode, SplitRatios ratios, Function<? super Example, Instant> time) {
        Questions ask = new Questions(
                example -> example.info().group(), example -> example.info().category(), time);
        return new SplitPlan(mode, ratios, "", ask, new Limits(0, Integer.MAX_VALUE, false, null));
    }

    /** A plan that meets the ratios exactly, in sizes and categories. */
    public static SplitPlan exact(SplitRatios ratios) {
        return of(Mode.EXACT, ratios, example -> Instant.EPOCH);
    }

    /** A plan in which an example never changes its part. */
    public static SplitPlan stable(SplitRatios ratios) {
        return of(Mode.STABLE, ratios, example -> Instant.EPOCH);
    }

    /** A plan from oldest to newest; a group counts as its newest example. */
    public static SplitPlan byTime(SplitRatios ratios, Function<? super Example, Instant> time) {
        return of(Mode.TIME, ratios, time);
    }

    /** Sets the salt; another salt gives another split of the same data. */
    public SplitPlan salt(String newSalt) {
        return new SplitPlan(mode, ratios, newSalt, ask, limits);
    }

    /**
     * Sets what must stay together; empty for an example that stands alone. By default the group in the metadata. A
     * group with the name of a {@linkplain Fingerprint#hex fingerprint} is where the example of that fingerprint
     * would be alone.
     */
    public SplitPlan groupBy(Function<? super Example, Optional<String>> newGroup) {
        return with(new Questions(newGroup, ask.category(), ask.time()));
    }

    /** Keeps examples together that have the same value under a metadata key. */
    public SplitPlan groupBy(String metadataKey) {
        return groupBy(example -> Optional.ofNullable(example.info().metadata().get(metadataKey)));
    }

    /** Sets what an exact split keeps in proportion. By default the category. */
    public SplitPlan stratifyBy(Function<? super Example, String> newCategory) {
        return with(new Questions(ask.group(), newCategory, ask.time()));
    }

    /**
     * Sets the minimum number of examples in every part with a share above 0. Exact splits and splits by
     * time take missing ones from train; a stable split cannot move examples and fails instead.
     */
    public SplitPlan minimum(int examples) {
        return with(new Limits(examples, limits.maxValidation(), limits.syntheticInTrain(), limits.cap()));
    }

    /** Sets the maximum number of validation examples; the rest goes to train. Not for stable splits. */
    public SplitPlan maxValidation(int examples) {
        if (mode == Mode.STABLE) {
            throw new IllegalStateException("a stable split cannot cap a part without moving examples later");
        }
        return with(new Limits(limits.minimum(), examples, limits.syntheticInTrain(), limits.cap()));
    }

    /**
     * Sets the maximum total size of the validation part. The surplus goes to train in whole groups, oldest
     * first; a stable split cannot move examples and leaves the surplus out. Applies in addition to {@link
     * #maxValidation(int)}.
     *
     * @param size the size of an example, such as its bytes in the provider's format
     * @param most the maximum total, at least 0
     * @param shareOfTrain the maximum as a share of the training part, above 0; 1 or more if only the total
     *     counts
     * @throws IllegalArgumentException if a number is out of range
     */
    public SplitPlan maxValidation(ToLongFunction<? super Example> size, long most, double shareOfTrain) {
        if (most < 0 || !(shareOfTrain > 0)) {
            throw new IllegalArgumentException(
                    "the size must be at least 0 and the share above 0: " + most + ", " + shareOfTrain);
        }
        ValidationCap cap = new ValidationCap(size, most, shareOfTrain);
        return with(new Limits(limits.minimum(), limits.maxValidation(), limits.syntheticInTrain(), cap));
    }

    /**
     * Keeps every synthetic example in train, together with the example it was made from and the rest of
     * its group; the ratios apply to all others. A stable split then moves a real example to train if
     * something was made from it later. In a single pass ({@link StreamedPreparation}), such synthetic
     * examples are left out instead.
     */
    public SplitPlan syntheticInTrain() {
        return with(new Limits(limits.minimum(), limits.maxValidation(), true, limits.cap()));
    }

    /**
     * The part of one example, where nothing but the example itself decides: in a stable plan without a minimum, a
     * maximum and {@link #syntheticInTrain}. So data larger than memory can be split example by example, as {@link
     * Dataset#split} would split all of it.
     *
     * @return empty if other examples decide, too
     */
    public Optional<Split.Part> partOf(Example example) {
        boolean alone =
                mode == Mode.STABLE && limits.minimum() <= 0 && limits.cap() == null && !limits.syntheticInTrain();
        return alone ? Optional.of(Splitter.stablePart(this, example)) : Optional.empty();
    }

    private SplitPlan with(Questions newAsk) {
        return new SplitPlan(mode, ratios, salt, newAsk, limits);
    }

    private SplitPlan with(Limits newLimits) {
        return new SplitPlan(mode, ratios, salt, ask, newLimits);
    }
}
