package dev.finetuning.journal.file;

import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.JournalEntry;
import java.io.IOException;
import java.time.Instant;

/**
 * Reads the records that a log has beyond what is known of it and judges what it finds at their end: a
 * write that never finished, or damage. Not thread-safe.
 */
final class LogScan {
    static final String FIRST_TYPE = "fine-tuning-journal/1";
    private static final long FIRST_SEQUENCE = -1;

    private final String stream;
    private final String source;
    private final Disk.Store store;
    private final LogIndex index;

    LogScan(String stream, String source, Disk.Store store, LogIndex index) {
        this.stream = stream;
        this.source = source;
        this.store = store;
        this.index = index;
    }

    /**
     * Reads on from a known tail.
     *
     * @param limit the bytes to look at
     * @param acknowledged the bytes that somebody was told are safe
     * @return the new tail: behind the last append that is there in full
     * @throws CorruptJournalException if what follows the tail is not an unfinished write
     */
    LogTail from(LogTail known, long limit, long acknowledged) throws IOException {
        if (limit < Math.max(acknowledged, known.length())) {
            throw corrupt(limit, "the file ends here, but more was acknowledged");
        }
        LogReader reader = new LogReader(store, known.length(), limit);
        LogTail tail = known;
        long next = known.length() == 0 ? FIRST_SEQUENCE : known.size();
        for (long start = reader.position(); reader.next(); start = reader.position()) {
            check(reader, next, start);
            if (next >= 0) {
                index.note(next, start);
            } else {
                index.begin(reader.position());
            }
            next++;
            if (reader.following() == 0) {
                tail = LogTail.at(next, reader.position());
            }
        }
        if (tail.length() < limit) {
            judge(reader, tail, acknowledged);
            index.cut(tail.size());
        }
        return tail;
    }

    private void check(LogReader reader, long expected, long start) {
        if (reader.sequence() != expected) {
            throw corrupt(start, "entry " + expected + " should be here, entry " + reader.sequence() + " is");
        }
        if (expected == FIRST_SEQUENCE) {
            JournalEntry first = reader.entry();
            if (!first.type().equals(FIRST_TYPE) || !first.body().equals(stream)) {
                throw corrupt(start, "the file belongs to another stream or a later version of this library");
            }
        }
    }

    /** What lies behind the tail is an unfinished write, unless a later write was begun after it. */
    private void judge(LogReader reader, LogTail tail, long acknowledged) throws IOException {
        long damage = reader.position();
        if (tail.length() < acknowledged) {
            throw corrupt(damage, "acknowledged entries are damaged");
        }
        reader.skipByte();
        while (!reader.atLimit()) {
            if (!reader.next()) {
                reader.skipByte();
            } else if (reader.writeStart() > damage) {
                throw corrupt(damage, "a record is damaged and later ones are not");
            }
        }
    }

    /** The first record of every log, which says whose it is. */
    static JournalEntry first(String stream) {
        return new JournalEntry(FIRST_TYPE, Instant.EPOCH, stream);
    }

    private CorruptJournalException corrupt(long position, String reason) {
        return new CorruptJournalException(stream, source, position, reason, null);
    }
}
