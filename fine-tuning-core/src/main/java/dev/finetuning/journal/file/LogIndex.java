package dev.finetuning.journal.file;

import java.util.Arrays;

/**
 * Where some of the entries of a file begin: about every 64th, and the place where the last read ended, so
 * that reading on from there costs nothing. Thread-safe.
 */
final class LogIndex {
    private static final int STEP = 64;

    private long[] sequences = new long[2];
    private long[] positions = new long[2];
    private int count;
    private Mark first = new Mark(0, 0);
    private Mark lastRead = first;

    /** An entry's number and where it begins. */
    record Mark(long sequence, long position) {}

    /** Says where entry 0 begins. */
    synchronized void begin(long position) {
        first = new Mark(0, position);
        if (lastRead.sequence() == 0) {
            lastRead = first;
        }
    }

    /** Notes an entry that counts, if the last one noted is far enough away. Entries arrive in order. */
    synchronized void note(long sequence, long position) {
        long last = count == 0 ? first.sequence() : sequences[count - 1];
        if (sequence < last + STEP) {
            return;
        }
        if (count == sequences.length) {
            sequences = Arrays.copyOf(sequences, 2 * count);
            positions = Arrays.copyOf(positions, 2 * count);
        }
        sequences[count] = sequence;
        positions[count++] = position;
    }

    synchronized void readUpTo(long sequence, long position) {
        lastRead = new Mark(sequence, position);
    }

    /** The last known entry at or before the one wanted. */
    synchronized Mark atOrBefore(long wanted) {
        int found = Arrays.binarySearch(sequences, 0, count, wanted);
        int slot = found >= 0 ? found : -found - 2;
        Mark noted = slot < 0 ? first : new Mark(sequences[slot], positions[slot]);
        return lastRead.sequence() <= wanted && lastRead.sequence() > noted.sequence() ? lastRead : noted;
    }
}
