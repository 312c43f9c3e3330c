package dev.finetuning.openai;

import dev.finetuning.Sleeper;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How long things may take, and how much goes at a time.
 *
 * @param timeout the most a call may take, answers of models and uploads apart
 * @param answerTimeout the most an answer of a model may take
 * @param readPatience the most that the pauses of one read may take together
 * @param partBytes the size of a part of a large upload
 * @param clock what dates are read from
 * @param sleeper how to pause
 */
record Limits(
        Duration timeout,
        Duration answerTimeout,
        Duration readPatience,
        long partBytes,
        InstantSource clock,
        Sleeper sleeper) {
    /** The most that OpenAI takes as one part. */
    static final long LARGEST_PART = 64L << 20;

    static Duration positive(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a timeout must be above 0: " + limit);
        }
        return limit;
    }

    static Duration notNegative(Duration patience) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative: " + patience);
        }
        return patience;
    }

    static long part(long bytes) {
        if (bytes < 1 || bytes > LARGEST_PART) {
            throw new IllegalArgumentException("a part has 1 byte to 64 MiB: " + bytes);
        }
        return bytes;
    }
}
