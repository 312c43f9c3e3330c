package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How large the validation part may be in all.
 *
 * @param size the size of an example, in any unit
 * @param most the largest size, at least 0
 * @param shareOfTrain the largest size as a share of train's
 */
record ValidationCap(ToLongFunction<? super Example> size, long most, double shareOfTrain) {
    private static final int TRAIN = 0;
    private static final int VALIDATION = 1;

    /**
     * Takes whole units out of validation until the rest fits. The newest stay longest; where time says
     * nothing, those of the lowest hash.
     *
     * @param surplus the part for those that are taken out
     */
    void apply(List<Example> examples, List<Splitter.Unit> units, int[] part, int surplus) {
        long limit = Math.min(most, (long) (size(examples, part) * shareOfTrain));
        List<Splitter.Unit> held = units.stream()
                .filter(unit -> part[unit.members.get(0)] == VALIDATION)
                .sorted(Comparator.comparing((Splitter.Unit unit) -> unit.newest)
                        .reversed()
                        .thenComparingLong(unit -> unit.hash))
                .toList();
        long filled = 0;
        for (Splitter.Unit unit : held) {
            long size = unit.members.stream()
                    .mapToLong(member -> this.size.applyAsLong(examples.get(member)))
                    .sum();
            if (filled + size > limit) {
                Splitter.assign(unit, part, surplus);
            } else {
                filled += size;
            }
        }
    }

    private long size(List<Example> examples, int[] part) {
        long train = 0;
        for (int i = 0; i < part.length; i++) {
            train += part[i] == TRAIN ? size.applyAsLong(examples.get(i)) : 0;
        }
        return train;
    }
}
