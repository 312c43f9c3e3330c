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

    /** A way that times itself: calls for at least so many nanoseconds, and the nanoseconds of one call. */
    @FunctionalInterface
    interface Timed {
        double call(long least);
    }

    /** Nanoseconds of one call of each. */
    static double[] best(LongSupplier first, LongSupplier second) {
        return best(least -> round(first, least), least -> round(second, least));
    }

    /** Nanoseconds of one call of each. */
    static double[] best(Timed first, Timed second) {
        first.call(WARM_UP_NANOS);
        second.call(WARM_UP_NANOS);
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = Math.min(best[0], first.call(ROUND_NANOS));
            best[1] = Math.min(best[1], second.call(ROUND_NANOS));
        }
        return best;
    }

    /** Calls for at least so many nanoseconds; the nanoseconds of one call. */
    static double round(LongSupplier work, long least) {
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
