package dev.finetuning.console.view;

/**
 * A part of a long list.
 *
 * @param from the number of the first, counted from 1
 * @param size how many are shown
 * @param total how many there are
 */
public record Slice(int from, int size, int total) {
    /** How many rows a page of examples has. */
    public static final int ROWS = 25;

    /** The number of the last that is shown. */
    public int to() {
        return Math.min(total, from + size - 1);
    }

    /** Whether there are others before it. */
    public boolean hasBefore() {
        return from > 1;
    }

    /** Whether there are others after it. */
    public boolean hasAfter() {
        return to() < total;
    }

    /** Where the part before it begins. */
    public int before() {
        return Math.max(1, from - size);
    }

    /** Where the part after it begins. */
    public int after() {
        return from + size;
    }
}
