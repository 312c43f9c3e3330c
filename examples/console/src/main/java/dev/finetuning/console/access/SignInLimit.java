package dev.finetuning.console.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Allows ten wrong tokens from an address in five minutes. Thread-safe. */
public final class SignInLimit {
    private static final int ATTEMPTS = 10;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int ADDRESSES = 10_000;

    private final InstantSource clock;
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > ADDRESSES;
        }
    };

    /** Nobody has failed yet. */
    public SignInLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether an address may try again. */
    public synchronized boolean allows(String address) {
        Deque<Instant> times = failures.get(address);
        if (times == null) {
            return true;
        }
        Instant from = clock.instant().minus(WINDOW);
        times.removeIf(time -> time.isBefore(from));
        return times.size() < ATTEMPTS;
    }

    /** Remembers a wrong token. */
    public synchronized void failed(String address) {
        failures.computeIfAbsent(address, key -> new ArrayDeque<>()).add(clock.instant());
    }

    /** How long to wait. */
    public Duration window() {
        return WINDOW;
    }
}
