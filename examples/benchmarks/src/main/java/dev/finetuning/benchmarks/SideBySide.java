package dev.finetuning.benchmarks;

import java.util.function.LongSupplier;

/**
 * Times two ways of doing the same work in turns, so that a slow moment of the machine hits both. The
 * best round counts: what is above it is disturbance.
 */
final class SideBySide {
    private static final int ROUNDS = 15;
    private static final long ROUND_NANOS = 100_000_000;
    private static final long WARM_UP_NANOS = 2_000_000_000L;

    /** Written and never read, so that no call can be optimised away. */
    @SuppressWarnings("UnusedVariable")
    private static volatile long sink;

    private SideBySide() {}

    /** Nanoseconds of one call of each. */
    static double[] best(LongSupplier first, LongSupplier second) {
        round(first, WARM_UP_NANOS);
        round(second, WARM_UP_NANOS);
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = Math.min(best[0], round(first, ROUND_NANOS));
            best[1] = Math.min(best[1], round(second, ROUND_NANOS));
        }
        return best;
    }

    private static double round(LongSupplier work, long least) {
        long start = System.nanoTime();
        long calls = 0;
        long elapsed;
        do {
            sink = work.getAsLong();
            calls++;
            elapsed = System.nanoTime() - start;
        } while (elapsed < least);
        return (double) elapsed / calls;
    }
}
