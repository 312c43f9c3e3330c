package dev.finetuning.journal.file;

/**
 * How far a log is known.
 *
 * @param size entries
 * @param length bytes, a record's end
 * @param word the shared word that says so
 */
record LogTail(long size, long length, long word) {
    static final LogTail EMPTY = at(0, 0);

    static LogTail at(long size, long length) {
        return new LogTail(size, length, HeadWord.of(length));
    }
}
