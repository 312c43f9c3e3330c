package dev.finetuning.eval;

import java.util.Arrays;
import java.util.Collection;
import java.util.SplittableRandom;

/**
 * The percentile bootstrap of a mean (B. Efron, Annals of Statistics 7 (1979)): whole clusters are drawn
 * again and again with replacement, since answers to turns of one conversation are not independent.
 * Seeded, so equal data gives an equal interval.
 */
public final class ClusterBootstrap {
    private static final long SEED = 20_260_101;
    private static final int RESAMPLES = 2_000;

    private ClusterBootstrap() {}

    /** The mean with its 95 % interval, by 2,000 resamples and a fixed seed; absent where there is no number. */
    static Estimate mean(Collection<double[]> clusters) {
        boolean empty = clusters.stream().allMatch(cluster -> cluster.length == 0);
        return empty ? Estimate.none() : mean(clusters, RESAMPLES, SEED);
    }

    /**
     * The mean with its 95 % interval.
     *
     * @param clusters the numbers, those that belong together in one array; lone ones in arrays of one
     * @param resamples at least 100
     * @param seed equal seeds give equal results
     * @throws IllegalArgumentException if there is no number, or too few resamples
     */
    public static Estimate mean(Collection<double[]> clusters, int resamples, long seed) {
        double[] sums =
                clusters.stream().mapToDouble(c -> Arrays.stream(c).sum()).toArray();
        int[] sizes = clusters.stream().mapToInt(c -> c.length).toArray();
        long n = Arrays.stream(sizes).asLongStream().sum();
        if (n == 0 || resamples < 100) {
            throw new IllegalArgumentException("a bootstrap needs at least one number and 100 resamples");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        Arrays.setAll(means, i -> resampled(sums, sizes, random));
        Arrays.sort(means);
        int tail = (int) Math.floor(resamples * (1 - Estimate.LEVEL) / 2);
        double mean = Arrays.stream(sums).sum() / n;
        double low = Math.min(mean, means[tail]);
        double high = Math.max(mean, means[resamples - 1 - tail]);
        return new Estimate(mean, low, high, Estimate.LEVEL, n);
    }

    private static double resampled(double[] sums, int[] sizes, SplittableRandom random) {
        double sum = 0;
        long size = 0;
        for (int i = 0; i < sums.length; i++) {
            int drawn = random.nextInt(sums.length);
            sum += sums[drawn];
            size += sizes[drawn];
        }
        return size == 0 ? 0 : sum / size;
    }
}
