package dev.finetuning.eval;

import dev.finetuning.Sleeper;
import java.time.Duration;

/**
 * How a single call is made.
 *
 * @param deadline how long to wait for an answer; zero for ever
 * @param retries how often and how patiently
 * @param sleeper how to wait between attempts
 */
record CallSettings(Duration deadline, RetryPolicy retries, Sleeper sleeper) {}
