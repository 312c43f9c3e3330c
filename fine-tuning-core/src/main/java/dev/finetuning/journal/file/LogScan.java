package dev.finetuning.journal.file;

import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.JournalEntry;
import java.io.IOException;
import java.time.Instant;

/** Takes in what a log has beyond what is known of it. Not thread-safe. */
final class LogScan {
    /** The first record's type begins so; a number follows. */
    private static final String FORMAT = "fine-tuning-journal/";

    private static final String FIRST_VERSION = FORMAT + "1";
    private static final String VERSION = FORMAT + "2";

    private final String stream;
    private final String source;
    private final Disk.Store store;
    private final LogIndex index;
    private long watched;
    private long watchedSize;

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
     * @param acknowledged the bytes that were acknowledged as safe
     * @return the new tail: behind the last append that counts
     * @throws CorruptJournalException if something is damaged or missing that counted before
     */
    LogTail from(LogTail known, long limit, long acknowledged) throws IOException {
        if (limit < Math.max(acknowledged, known.length())) {
            throw corrupt(limit, "the file ends here, but more was acknowledged");
        }
        LogWalk walk = new LogWalk(store, known, limit);
        watchedSize = 0;
        try {
            while (walk.next()) {
                note(walk, limit);
                if (walk.tail().token() == watched) {
                    watchedSize = walk.tail().size();
                }
            }
        } catch (LogWalk.DamageException e) {
            throw corrupt(e.position(), String.valueOf(e.getMessage()));
        }
        if (walk.tail().length() < acknowledged) {
            throw corrupt(walk.stoppedAt(), "acknowledged entries are damaged");
        }
        return walk.tail();
    }

    /** The tail at a snapshot's last entry, if the log still has exactly that entry there. */
    LogTail resumeAt(LogIndex.Mark last) throws IOException {
        long length = store.size();
        LogReader reader = new LogReader(store, last.position(), length);
        LogReader first = new LogReader(store, 0, length);
        if (!first.next()
                || first.sequence() != LogWalk.FIRST_SEQUENCE
                || !reader.next()
                || reader.sequence() != last.sequence()) {
            return LogTail.EMPTY;
        }
        for (int following = reader.following(); following > 0; following--) {
            if (!reader.next() || reader.following() != following - 1) {
                return LogTail.EMPTY;
            }
        }
        index.begin(first.position());
        return LogTail.at(reader.sequence() + 1, reader.position(), reader.logEnd(), reader.token());
    }

    /** The size behind the last append of the write looked for that the last scan found to count; 0 for none. */
    long watchedSize() {
        return watchedSize;
    }

    /** Says which write the next scans shall look for. */
    void watch(long token) {
        watched = token;
        watchedSize = 0;
    }

    private void note(LogWalk walk, long limit) throws IOException {
        if (walk.first() == LogWalk.FIRST_SEQUENCE) {
            checkFirst(walk.start(), limit);
        } else {
            index.note(walk.first(), walk.start());
        }
    }

    private void checkFirst(long at, long limit) throws IOException {
        LogReader reader = new LogReader(store, at, limit);
        JournalEntry first = reader.next() ? reader.entry() : new JournalEntry("none", Instant.EPOCH, "");
        boolean known = first.type().equals(VERSION) || first.type().equals(FIRST_VERSION);
        if (!known || !first.body().equals(stream)) {
            throw corrupt(at, "the file belongs to another stream or a later version of this library");
        }
        index.begin(reader.position());
    }

    /** The first record of every log, which says whose it is. */
    static JournalEntry first(String stream) {
        return new JournalEntry(VERSION, Instant.EPOCH, stream);
    }

    private CorruptJournalException corrupt(long position, String reason) {
        return new CorruptJournalException(stream, source, position, reason, null);
    }
}
