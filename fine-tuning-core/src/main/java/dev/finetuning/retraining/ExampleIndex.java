package dev.finetuning.retraining;

import dev.finetuning.dataset.Fingerprint;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Where the examples of a queue are in its stream, without the examples: about 100 bytes for each. Not thread-safe.
 */
final class ExampleIndex {
    private static final int HALF = 16;

    private final Set<Content> contents = new HashSet<>();
    private long[] numbers = new long[64];
    private long[] millis = new long[64];
    private int size;

    /** The first half of a fingerprint: 128 bits tell contents apart. */
    private record Content(long high, long low) {
        static Content of(Fingerprint fingerprint) {
            String hex = fingerprint.hex();
            return new Content(
                    Long.parseUnsignedLong(hex.substring(0, HALF), HALF),
                    Long.parseUnsignedLong(hex.substring(HALF, 2 * HALF), HALF));
        }
    }

    /** Takes in the next entry of the stream, unless its content is there already. */
    void take(long number, Instant at, Fingerprint fingerprint) {
        if (!contents.add(Content.of(fingerprint))) {
            return;
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + size / 2);
            millis = Arrays.copyOf(millis, size + size / 2);
        }
        numbers[size] = number;
        millis[size] = at.toEpochMilli();
        size++;
    }

    boolean contains(Fingerprint fingerprint) {
        return contents.contains(Content.of(fingerprint));
    }

    /** Whether the entry with this number was the first with its content. */
    boolean isFirst(long number) {
        return Arrays.binarySearch(numbers, 0, size, number) >= 0;
    }

    /** The number from which on there are so many examples at most. */
    long latest(int most) {
        int from = Math.max(0, size - most);
        return from < size ? numbers[from] : size == 0 ? 0 : numbers[size - 1] + 1;
    }

    /** How many examples have this number or a later one. */
    int from(long number) {
        return size - place(number);
    }

    /** When the first example with this number or a later one was handed in, to the millisecond. */
    Instant firstAt(long number) {
        return Instant.ofEpochMilli(millis[place(number)]);
    }

    private int place(long number) {
        int found = Arrays.binarySearch(numbers, 0, size, number);
        return found >= 0 ? found : -found - 1;
    }
}
