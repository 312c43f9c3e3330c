package dev.finetuning.openai.kill;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A journal with a boundary before and after every append. */
record BoundaryJournal(Journal journal, Boundaries boundaries) implements Journal {
    @Override
    public long append(String stream, long expectedSize, List<JournalEntry> entries) {
        boundaries.pass();
        long size = journal.append(stream, expectedSize, entries);
        boundaries.pass();
        return size;
    }

    @Override
    public List<JournalEntry> read(String stream, long fromSequence, int limit) {
        return journal.read(stream, fromSequence, limit);
    }

    @Override
    public long size(String stream) {
        return journal.size(stream);
    }

    @Override
    public LongSupplier sizeOf(String stream) {
        return journal.sizeOf(stream);
    }

    @Override
    public Optional<JournalSnapshot> snapshot(String stream) {
        return journal.snapshot(stream);
    }

    @Override
    public void saveSnapshot(String stream, JournalSnapshot snapshot) {
        journal.saveSnapshot(stream, snapshot);
    }

    @Override
    public void close() {
        journal.close();
    }
}
