package dev.finetuning.eval.compare;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Holm's correction for comparing several metrics at once (S. Holm, Scandinavian Journal of Statistics 6 (1979)). */
public final class Holm {
    private Holm() {}

    /** The adjusted p-values in the same order; each can be compared with the overall level. */
    public static double[] adjust(double... pValues) {
        List<Integer> order = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .toList();
        double[] adjusted = new double[pValues.length];
        double greatest = 0;
        int remaining = pValues.length;
        for (int i : order) {
            greatest = Math.max(greatest, Math.min(1, remaining-- * pValues[i]));
            adjusted[i] = greatest;
        }
        return adjusted;
    }
}
