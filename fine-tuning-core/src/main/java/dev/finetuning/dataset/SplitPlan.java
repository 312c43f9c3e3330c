package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How to split. Nothing is random: the order is that of a hash over salt and group. Exact duplicates
 * and examples of one group always land in the same part. Immutable.
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

    final Mode mode;
    final SplitRatios ratios;
    final String salt;
    final Function<? super Example, @Nullable String> group;
    final Function<? super Example, String> category;
    final Function<? super Example, Instant> time;
    final int minimum;
    final int maximumValidation;

    private SplitPlan(
            Mode mode,
            SplitRatios ratios,
            String salt,
            Function<? super Example, @Nullable String> group,
            Function<? super Example, String> category,
            Function<? super Example, Instant> time,
            int minimum,
            int maximumValidation) {
        this.mode = mode;
        this.ratios = ratios;
        this.salt = salt;
        this.group = group;
        this.category = category;
        this.time = time;
        this.minimum = minimum;
        this.maximumValidation = maximumValidation;
    }

    private static SplitPlan of(Mode mode, SplitRatios ratios, Function<? super Example, Instant> time) {
        return new SplitPlan(
                mode,
                ratios,
                "",
                example -> example.info().group().orElse(null),
                example -> example.info().category(),
                time,
                0,
                Integer.MAX_VALUE);
    }

    /** Sizes and categories exactly by the ratios. */
    public static SplitPlan exact(SplitRatios ratios) {
        return of(Mode.EXACT, ratios, example -> Instant.EPOCH);
    }

    /** No example ever changes sides. */
    public static SplitPlan stable(SplitRatios ratios) {
        return of(Mode.STABLE, ratios, example -> Instant.EPOCH);
    }

    /** Oldest to newest; a group counts as its newest example. */
    public static SplitPlan byTime(SplitRatios ratios, Function<? super Example, Instant> time) {
        return of(Mode.TIME, ratios, time);
    }

    /** Another salt gives another split of the same data. */
    public SplitPlan salt(String newSalt) {
        return new SplitPlan(mode, ratios, newSalt, group, category, time, minimum, maximumValidation);
    }

    /** What must stay together; null for an example that stands alone. The metadata's group by default. */
    public SplitPlan groupBy(Function<? super Example, @Nullable String> newGroup) {
        return new SplitPlan(mode, ratios, salt, newGroup, category, time, minimum, maximumValidation);
    }

    /** What an exact split keeps in proportion. The category by default. */
    public SplitPlan stratifyBy(Function<? super Example, String> newCategory) {
        return new SplitPlan(mode, ratios, salt, group, newCategory, time, minimum, maximumValidation);
    }

    /**
     * The fewest examples of every part that has a share. Exact splits and splits by time take them from
     * train; a stable split cannot move anything and fails instead.
     */
    public SplitPlan minimum(int examples) {
        return new SplitPlan(mode, ratios, salt, group, category, time, examples, maximumValidation);
    }

    /** The most validation examples a host takes; the rest of them go to train. Not for stable splits. */
    public SplitPlan maximumValidation(int examples) {
        if (mode == Mode.STABLE) {
            throw new IllegalStateException("a stable split cannot cap a part without moving examples later");
        }
        return new SplitPlan(mode, ratios, salt, group, category, time, minimum, examples);
    }
}
