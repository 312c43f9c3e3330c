package dev.finetuning.console.work;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The streams of one tenant in a journal that all share. Closing it does not close that journal. */
record TenantJournal(Journal shared, String tenant) implements Journal {
    private String own(String stream) {
        return tenant + "/" + stream;
    }

    @Override
    public long append(String stream, long expectedSize, List<JournalEntry> entries) {
        return shared.append(own(stream), expectedSize, entries);
    }

    @Override
    public List<JournalEntry> read(String stream, long fromSequence, int limit) {
        return shared.read(own(stream), fromSequence, limit);
    }

    @Override
    public long size(String stream) {
        return shared.size(own(stream));
    }

    @Override
    public LongSupplier sizeOf(String stream) {
        return shared.sizeOf(own(stream));
    }

    @Override
    public Optional<JournalSnapshot> snapshot(String stream) {
        return shared.snapshot(own(stream));
    }

    @Override
    public void saveSnapshot(String stream, JournalSnapshot snapshot) {
        shared.saveSnapshot(own(stream), snapshot);
    }
}
