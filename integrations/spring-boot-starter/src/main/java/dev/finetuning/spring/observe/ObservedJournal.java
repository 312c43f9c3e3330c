package dev.finetuning.spring.observe;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A journal whose appends and reads are observed: how long they took and how they failed; never an entry. */
record ObservedJournal(Journal journal, ObservationRegistry observations) implements Journal {
    static final String NAME = "fine_tuning.journal";

    private static final String READ = "read";

    private <T> T observed(String operation, Supplier<T> work) {
        return Withheld.during(
                Observation.createNotStarted(NAME, observations)
                        .contextualName("journal " + operation)
                        .lowCardinalityKeyValue("operation", operation),
                work);
    }

    @Override
    public long append(String stream, long expectedSize, List<JournalEntry> entries) {
        return observed("append", () -> journal.append(stream, expectedSize, entries));
    }

    @Override
    public List<JournalEntry> read(String stream, long fromSequence, int limit) {
        return observed(READ, () -> journal.read(stream, fromSequence, limit));
    }

    @Override
    public long forEach(String stream, long fromSequence, Consumer<? super JournalEntry> consumer) {
        return observed(READ, () -> journal.forEach(stream, fromSequence, consumer));
    }

    @Override
    public long size(String stream) {
        return observed("size", () -> journal.size(stream));
    }

    /** Asked for every question by routers without staleness, so not observed. */
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
