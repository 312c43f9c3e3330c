package dev.finetuning.journal;

import dev.finetuning.journal.internal.JournalChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A journal that exists in memory only. Thread-safe. */
public final class InMemoryJournal implements Journal {
    private final Map<String, Stream> streams = new ConcurrentHashMap<>();
    private final Map<String, JournalSnapshot> snapshots = new ConcurrentHashMap<>();

    @Override
    public long append(String stream, long expectedSize, List<JournalEntry> entries) {
        JournalChecks.append(stream, expectedSize, entries);
        return open(stream).append(stream, expectedSize, entries);
    }

    @Override
    public List<JournalEntry> read(String stream, long fromSequence, int limit) {
        JournalChecks.read(stream, fromSequence, limit);
        return open(stream).read(fromSequence, limit);
    }

    @Override
    public long size(String stream) {
        JournalChecks.stream(stream);
        return open(stream).size;
    }

    @Override
    public LongSupplier sizeOf(String stream) {
        JournalChecks.stream(stream);
        Stream open = open(stream);
        return () -> open.size;
    }

    @Override
    public Optional<JournalSnapshot> snapshot(String stream) {
        JournalChecks.stream(stream);
        return Optional.ofNullable(snapshots.get(stream));
    }

    @Override
    public void saveSnapshot(String stream, JournalSnapshot snapshot) {
        JournalChecks.stream(stream);
        snapshots.put(stream, snapshot);
    }

    private Stream open(String stream) {
        return streams.computeIfAbsent(stream, name -> new Stream());
    }

    /** An empty journal. */
    public InMemoryJournal() {}

    private static final class Stream {
        private final List<JournalEntry> entries = new ArrayList<>();
        private volatile long size;

        synchronized long append(String name, long expectedSize, List<JournalEntry> more) {
            JournalChecks.expect(name, expectedSize, entries.size());
            entries.addAll(more);
            size = entries.size();
            return size;
        }

        synchronized List<JournalEntry> read(long from, int limit) {
            if (from >= entries.size()) {
                return List.of();
            }
            int start = (int) from;
            return List.copyOf(entries.subList(
                    start, Math.min(entries.size(), (int) Math.min(Integer.MAX_VALUE, from + limit))));
        }
    }
}
