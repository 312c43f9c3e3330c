package dev.finetuning.eval;

import java.util.Arrays;
import java.util.Collection;
import java.util.SplittableRandom;

/**
 * The percentile bootstrap of a mean (Efron, 1979), resampling whole clusters, since answers to turns
 * of one conversation are not independent. Seeded, so equal data gives an equal interval.
 */
final class ClusterBootstrap {
    private static final long SEED = 20_260_101;
    private static final int RESAMPLES = 2_000;

    private ClusterBootstrap() {}

    static Estimate mean(Collection<double[]> clusters) {
        double[] sums =
                clusters.stream().mapToDouble(c -> Arrays.stream(c).sum()).toArray();
        int[] sizes = clusters.stream().mapToInt(c -> c.length).toArray();
        long n = Arrays.stream(sizes).sum();
        if (n == 0) {
            return Estimate.none();
        }
        double mean = Arrays.stream(sums).sum() / n;
        double[] means = new double[RESAMPLES];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < RESAMPLES; i++) {
            means[i] = resampled(sums, sizes, random);
        }
        Arrays.sort(means);
        int tail = (int) Math.floor(RESAMPLES * (1 - Estimate.LEVEL) / 2);
        return new Estimate(
                mean, Math.min(mean, means[tail]), Math.max(mean, means[RESAMPLES - 1 - tail]), Estimate.LEVEL, n);
    }

    private static double resampled(double[] sums, int[] sizes, SplittableRandom random) {
        double sum = 0;
        long size = 0;
        for (int i = 0; i < sums.length; i++) {
            int drawn = random.nextInt(sums.length);
            sum += sums[drawn];
            size += sizes[drawn];
        }
        return sum / size;
    }
}
