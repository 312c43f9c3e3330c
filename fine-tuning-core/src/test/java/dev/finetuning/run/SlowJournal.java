package dev.finetuning.run;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import java.util.List;

/** A journal after whose writing of an intent to send something happens before the writer goes on. */
record SlowJournal(Journal journal, Runnable afterIntent) implements Journal {
    @Override
    public long append(String stream, long expectedSize, List<JournalEntry> entries) {
        long size = journal.append(stream, expectedSize, entries);
        if (entries.stream().anyMatch(entry -> entry.type().equals("run.submit_intended"))) {
            afterIntent.run();
        }
        return size;
    }

    @Override
    public List<JournalEntry> read(String stream, long fromSequence, int limit) {
        return journal.read(stream, fromSequence, limit);
    }
}
