package dev.finetuning.openai.kill;

import java.util.Random;

/**
 * When to kill a process.
 *
 * @param kind what to count
 * @param number milliseconds of its life, or boundaries from 1
 */
record KillPoint(Kind kind, int number) {
    private static final int LONGEST_LIFE_MILLIS = 1_500;
    private static final int FURTHEST = 16;

    /** What to count. */
    enum Kind {
        /** Nothing: the process dies whenever it does. */
        NEVER,
        /** Milliseconds. */
        TIME,
        /** Before and after each append to the journal. */
        JOURNAL,
        /** The arrival of each request at the provider, and each time the provider has carried one out. */
        HTTP
    }

    static final KillPoint NEVER = new KillPoint(Kind.NEVER, 0);

    static KillPoint any(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new KillPoint(Kind.TIME, 1 + random.nextInt(LONGEST_LIFE_MILLIS));
            case 1 -> new KillPoint(Kind.JOURNAL, 1 + random.nextInt(FURTHEST));
            default -> new KillPoint(Kind.HTTP, 1 + random.nextInt(FURTHEST));
        };
    }

    /** The boundary that the process itself must stop at. */
    int journalBoundary() {
        return kind == Kind.JOURNAL ? number : 0;
    }
}
