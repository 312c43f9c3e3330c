package dev.finetuning.journal.file;

import java.io.IOException;

/**
 * Decides which appends of a file count, from its bytes alone, so that everybody who reads the file
 * decides the same.
 *
 * <p>A file is only ever added to: a write lands behind all bytes there are, and no byte is changed or
 * removed afterwards. Each record says where the log ended for its writer. The append that counts next is
 * the first one in the file, at or behind the end of the log, that says so and is there in full; the rest
 * of the same write may follow it without a gap. Whatever lies between is a write that never finished, or
 * one by a writer who came second, and never counts. Not thread-safe.
 */
final class LogWalk {
    static final long FIRST_SEQUENCE = -1;

    private final LogReader reader;
    private LogTail tail;
    private long before;
    private long start;
    private int count;
    private long first;
    private long damage = -1;

    /** Begins behind what is known. */
    LogWalk(Disk.Store store, LogTail known, long limit) {
        reader = new LogReader(store, known.length(), limit);
        tail = known;
        before = known.length();
    }

    /** Goes on behind another place that is known to end an append that counts. */
    void resume(LogTail known) {
        tail = known;
        before = known.length();
    }

    /** Damage where the log went on before. */
    static final class DamageException extends Exception {
        private static final long serialVersionUID = 1L;

        private final long position;

        DamageException(long position, String reason) {
            super(reason);
            this.position = position;
        }

        long position() {
            return position;
        }
    }

    /**
     * Moves over the next append that counts.
     *
     * @return whether there is one before the limit
     * @throws DamageException if an append follows something that no longer exists
     */
    boolean next() throws IOException, DamageException {
        damage = -1;
        for (long at = tail.length(); ; at = reader.position()) {
            reader.seek(at);
            if (reader.atLimit()) {
                return false;
            }
            if (!reader.next()) {
                damage = damage < 0 ? at : damage;
                reader.seek(at + 1);
            } else if (continues(at)) {
                long behind = reader.position();
                if (complete()) {
                    accept(at);
                    return true;
                }
                damage = damage < 0 ? reader.position() : damage;
                reader.seek(behind);
            } else {
                checkPast(at);
            }
        }
    }

    private boolean continues(long at) {
        return reader.sequence() == tail.nextSequence()
                && (reader.logEnd() == tail.length()
                        || (at == tail.length()
                                && reader.logEnd() == tail.lastEnd()
                                && reader.token() == tail.token()));
    }

    /** Whether the other records of the append that the record just read begins follow it. */
    private boolean complete() throws IOException {
        first = reader.sequence();
        count = 1;
        long end = reader.logEnd();
        long token = reader.token();
        for (int following = reader.following(); following > 0; following--) {
            if (!reader.next()
                    || reader.sequence() != first + count
                    || reader.following() != following - 1
                    || reader.logEnd() != end
                    || reader.token() != token) {
                return false;
            }
            count++;
        }
        return true;
    }

    private void accept(long at) {
        start = at;
        before = tail.length();
        tail = LogTail.at(first + count, reader.position(), reader.logEnd(), reader.token());
    }

    /** A writer who came second had seen an end of the log that all see who come by; another end is gone. */
    private void checkPast(long at) throws DamageException {
        long end = reader.logEnd();
        if (end > tail.length() || (end > before && end < tail.length())) {
            throw new DamageException(damage < 0 ? at : damage, "a record is damaged and later ones are not");
        }
    }

    /** How far the appends that count reach by now. */
    LogTail tail() {
        return tail;
    }

    /** Where the append just moved over begins. */
    long start() {
        return start;
    }

    /** The number of its first record. */
    long first() {
        return first;
    }

    /** Its records. */
    int count() {
        return count;
    }

    /** Where the last look for an append met something else, or its end. */
    long stoppedAt() {
        return damage < 0 ? tail.length() : damage;
    }
}
