package dev.finetuning.asking;

import dev.finetuning.Sleeper;
import java.time.Duration;
import java.time.InstantSource;

/** How calls are made, as the builder of {@link Asking} collected it. */
record CallSettings(
        int concurrency,
        RateLimit rateLimit,
        Duration deadline,
        RetryPolicy retries,
        InstantSource clock,
        Sleeper sleeper) {}
