package dev.finetuning.benchmarks;

import java.util.Arrays;

/**
 * Times two ways of doing one job in turns, so that a slow moment of the machine hits both, and compares
 * their medians.
 */
final class Duel {
    /** The job; it returns what it counted, which both must agree on. */
    @FunctionalInterface
    interface Job {
        long run() throws Exception;
    }

    private static final int WARM_UP = 6;
    private static final int ROUNDS = 15;

    private Duel() {}

    /** How many times as fast ours is: the other's median time over ours. */
    static double ratio(Job ours, Job other) throws Exception {
        long[] mine = new long[ROUNDS];
        long[] theirs = new long[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            long counted = ours.run();
            long between = System.nanoTime();
            long expected = other.run();
            long ended = System.nanoTime();
            if (counted != expected) {
                throw new IllegalStateException("the two disagree: " + counted + " against " + expected);
            }
            if (round >= 0) {
                mine[round] = between - begun;
                theirs[round] = ended - between;
            }
        }
        return (double) median(theirs) / median(mine);
    }

    private static long median(long[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
