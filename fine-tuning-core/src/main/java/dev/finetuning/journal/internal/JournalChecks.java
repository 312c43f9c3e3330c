package dev.finetuning.journal.internal;

import dev.finetuning.internal.content.UnpairedSurrogates;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import java.util.List;

/** The argument rules that every store shares. */
public final class JournalChecks {
    /** Entries fetched at a time when a whole stream is read. */
    public static final int PAGE = 1024;

    private static final int MAX_NAME = 512;

    private JournalChecks() {}

    /** Checks the arguments of an append. */
    public static void append(String stream, long expectedSize, List<JournalEntry> entries) {
        stream(stream);
        if (expectedSize < Journal.ANY_SIZE) {
            throw new IllegalArgumentException("expectedSize must be at least 0, or ANY_SIZE: " + expectedSize);
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("an append needs at least one entry");
        }
        for (JournalEntry entry : entries) {
            text("an entry's type", entry.type());
            text("an entry's body", entry.body());
        }
    }

    /** Checks the arguments of a read. */
    public static void read(String stream, long fromSequence, int limit) {
        stream(stream);
        if (fromSequence < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "fromSequence must be at least 0 and limit at least 1: " + fromSequence + ", " + limit);
        }
    }

    /** Checks the name of a stream. */
    public static void stream(String stream) {
        if (stream.isEmpty() || stream.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "a stream's name has 1 to " + MAX_NAME + " characters: it has " + stream.length());
        }
        text("a stream's name", stream);
    }

    /** What a store cannot keep to the character must not get into one. */
    private static void text(String what, String text) {
        int nul = text.indexOf(0);
        int at = nul >= 0 ? nul : UnpairedSurrogates.first(text);
        if (at >= 0) {
            throw new IllegalArgumentException(
                    what + " contains NUL or half a surrogate pair at index " + at + "; escape it");
        }
    }

    /** Refuses an append that expects another size than the stream has. */
    public static void expect(String stream, long expectedSize, long size) {
        if (expectedSize != Journal.ANY_SIZE && expectedSize != size) {
            throw new JournalConflictException(stream, expectedSize, size);
        }
    }
}
