package dev.finetuning.console.work;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What failed is not tried again at once. Thread-safe. */
final class RetryPause {
    private static final Duration LENGTH = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    RetryPause(InstantSource clock) {
        this.clock = clock;
    }

    /** Something has failed just now. */
    void failed(String what) {
        until.put(what, clock.instant().plus(LENGTH));
    }

    /** Whether it may be tried again. */
    boolean isOver(String what) {
        Instant end = until.get(what);
        return end == null || !clock.instant().isBefore(end);
    }
}
