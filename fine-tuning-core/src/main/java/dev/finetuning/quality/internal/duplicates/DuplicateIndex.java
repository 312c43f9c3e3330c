package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.MessageList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was seen, and where first. Takes about 50 bytes an example, whatever its size, so
 * that a million examples fit into a small heap. Used by one thread.
 */
public final class DuplicateIndex {
    private final Function<Example, @Nullable ContentKey> key;
    private final List<String> sources = new ArrayList<>();
    private final Map<String, Integer> sourceIds = new HashMap<>();
    private int[] table = new int[1 << 10];
    private long[] high = new long[512];
    private long[] low = new long[512];
    private long[] lines = new long[512];
    private long[] rows = new long[512];
    private int[] source = new int[512];
    private int size;

    public DuplicateIndex(Function<Example, @Nullable ContentKey> key) {
        this.key = key;
    }

    /** Where the same thing was seen first; otherwise remembers this example. */
    public Optional<Origin> firstOrRemember(Example example) {
        ContentKey wanted = key.apply(example);
        if (wanted == null) {
            return Optional.empty();
        }
        int slot = slot(wanted);
        if (table[slot] != 0) {
            return Optional.of(origin(table[slot] - 1));
        }
        remember(wanted, MessageList.origin(example), slot);
        return Optional.empty();
    }

    /** Where the same thing was seen first. */
    public Optional<Origin> first(Example example) {
        ContentKey wanted = key.apply(example);
        int entry = wanted == null ? 0 : table[slot(wanted)];
        return entry == 0 ? Optional.empty() : Optional.of(origin(entry - 1));
    }

    private int slot(ContentKey wanted) {
        int mask = table.length - 1;
        int slot = (int) wanted.high() & mask;
        while (table[slot] != 0 && !at(table[slot] - 1, wanted)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean at(int entry, ContentKey wanted) {
        return high[entry] == wanted.high() && low[entry] == wanted.low();
    }

    private void remember(ContentKey wanted, Origin origin, int slot) {
        if (size == high.length) {
            grow();
            remember(wanted, origin, slot(wanted));
            return;
        }
        high[size] = wanted.high();
        low[size] = wanted.low();
        lines[size] = origin.line();
        rows[size] = origin.row();
        source[size] = sourceIds.computeIfAbsent(origin.source(), name -> {
            sources.add(name);
            return sources.size() - 1;
        });
        table[slot] = ++size;
    }

    private void grow() {
        int capacity = size + (size >> 1);
        high = Arrays.copyOf(high, capacity);
        low = Arrays.copyOf(low, capacity);
        lines = Arrays.copyOf(lines, capacity);
        rows = Arrays.copyOf(rows, capacity);
        source = Arrays.copyOf(source, capacity);
        if (capacity * 2L > table.length) {
            rehash();
        }
    }

    private void rehash() {
        table = new int[table.length * 2];
        int mask = table.length - 1;
        for (int entry = 0; entry < size; entry++) {
            int slot = (int) high[entry] & mask;
            while (table[slot] != 0) {
                slot = slot + 1 & mask;
            }
            table[slot] = entry + 1;
        }
    }

    private Origin origin(int entry) {
        return new Origin(sources.get(source[entry]), lines[entry], rows[entry]);
    }
}
