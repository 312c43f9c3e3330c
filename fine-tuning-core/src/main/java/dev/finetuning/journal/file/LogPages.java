package dev.finetuning.journal.file;

import dev.finetuning.journal.JournalEntry;
import java.io.IOException;

/** Reads the entries that count, one after the other, from one that is known. Not thread-safe. */
final class LogPages {
    private final LogReader reader;
    private final LogWalk walk;
    private long sequence;
    private long start;
    private int left;
    private LogTail behind = LogTail.EMPTY;

    /** Begins before the entry that is marked. */
    LogPages(Disk.Store store, LogIndex.Mark mark, long limit) {
        reader = new LogReader(store, mark.position(), limit);
        walk = new LogWalk(store, LogTail.EMPTY, limit);
        sequence = mark.sequence();
        left = 1;
    }

    /** The number of the next entry. */
    long sequence() {
        return sequence;
    }

    /** Where the last entry begins. */
    long start() {
        return start;
    }

    /** Where reading stopped. */
    long position() {
        return reader.position();
    }

    /** The last entry. */
    JournalEntry entry() {
        return reader.entry();
    }

    /** Moves over the next entry, unless it is damaged. */
    boolean next() throws IOException {
        start = reader.position();
        if (left > 0) {
            return reader.next() && reader.sequence() == sequence && took();
        }
        if (reader.next() && reader.following() == 0 && continues()) {
            return took();
        }
        return nextAppend() && reader.next() && took();
    }

    private boolean continues() {
        return reader.sequence() == sequence
                && (reader.logEnd() == start
                        || (reader.logEnd() == behind.lastEnd() && reader.token() == behind.token()));
    }

    /** Goes to the append that counts next, past whatever does not. */
    private boolean nextAppend() throws IOException {
        walk.resume(behind);
        try {
            if (!walk.next()) {
                return false;
            }
        } catch (LogWalk.DamageException e) {
            reader.seek(e.position());
            return false;
        }
        start = walk.start();
        reader.seek(start);
        return true;
    }

    private boolean took() {
        sequence++;
        left = reader.following();
        if (left == 0) {
            behind = LogTail.at(sequence, reader.position(), reader.logEnd(), reader.token());
        }
        return true;
    }
}
