package dev.finetuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;

/**
 * How the processor's work grows with the input. It counts the thread's own time, whatever else runs, and
 * the best of several rounds, so that only growth that is always there fails.
 */
public final class CpuGrowth {
    private static final double LIMIT = 2.6;
    private static final int ROUNDS = 40;
    /** A slow moment of a shared machine may outlast forty short rounds. */
    private static final long LEAST_NANOSECONDS = 3_000_000_000L;

    private static final long WORTH_MEASURING = 2_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuGrowth() {}

    /**
     * Fails if twice the input takes more than 2.6 times the work, and twice that input more than 2.6 times again: what
     * grows faster than its input does so at every size, what leaves a cache of the processor does so at one.
     *
     * @param size of the smallest input
     * @param work makes the work for a size; only the work counts
     */
    public static void assertLinear(String name, int size, IntFunction<Runnable> work) {
        double growth = growth(size, work);
        if (growth >= LIMIT) {
            assertThat(growth(2 * size, work))
                    .as("%s, of twice and then of four times the size, after %.2f", name, growth)
                    .isLessThan(LIMIT);
        }
    }

    /** How many times the work of the size twice the size takes; 1 where that is too little to measure. */
    private static double growth(int size, IntFunction<Runnable> work) {
        Runnable small = work.apply(size);
        Runnable large = work.apply(2 * size);
        long smallBest = Long.MAX_VALUE;
        long largeBest = Long.MAX_VALUE;
        long end = System.nanoTime() + LEAST_NANOSECONDS;
        for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
            smallBest = Math.min(smallBest, nanos(small));
            largeBest = Math.min(largeBest, nanos(large));
            if (round > 0 && largeBest < WORTH_MEASURING) {
                return 1;
            }
            if (round > 0 && largeBest < LIMIT * smallBest) {
                break;
            }
        }
        return (double) largeBest / smallBest;
    }

    private static long nanos(Runnable work) {
        long begun = THREADS.getCurrentThreadCpuTime();
        work.run();
        return THREADS.getCurrentThreadCpuTime() - begun;
    }
}
