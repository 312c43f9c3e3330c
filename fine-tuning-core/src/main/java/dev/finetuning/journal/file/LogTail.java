package dev.finetuning.journal.file;

/**
 * How far a log is known.
 *
 * @param size entries
 * @param length bytes: the end of the last append that counts
 * @param word the shared word that says so
 * @param lastEnd where the log ended for the writer of the last append
 * @param token the number that marks all records of the write that the last append was part of
 */
record LogTail(long size, long length, long word, long lastEnd, long token) {
    static final LogTail EMPTY = at(0, 0, 0, 0);

    /** The tail of a log that is closed: no shared word ever says so. */
    static final LogTail CLOSED = new LogTail(0, 0, -1, 0, 0);

    static LogTail at(long size, long length, long lastEnd, long token) {
        return new LogTail(size, length, HeadWord.of(length), lastEnd, token);
    }

    /** The number that the next record must bear; the first record of all names the stream. */
    long nextSequence() {
        return length == 0 ? LogWalk.FIRST_SEQUENCE : size;
    }
}
