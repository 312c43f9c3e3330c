package dev.finetuning.eval.scorer.distance;

import java.util.Arrays;

/**
 * Four blocks of 64 rows each, moved over the columns together. Block {@code b} runs {@code b} columns
 * behind the first one, so that within one step no block waits for another (a skewed wavefront);
 * between strips, horizontal differences travel in one byte per column.
 *
 * <p>The vertical differences of a block are two words: a bit of {@code up} says that the distance
 * grows by one from the row above, a bit of {@code level} that it does not shrink. Horizontal
 * differences are two words too: a bit says that the distance does not grow, another that it shrinks.
 * With what Myers calls {@code VN} and {@code HP} kept as their complements, a column takes two
 * operations less, and most of the rest are an "and not", which processors have. Not thread-safe.
 */
final class BlockStrip {
    /** Rows of one strip. */
    static final int ROWS = 256;
    /** How many columns the last block runs behind; columns and carries are padded by as much. */
    static final int SKEW = 3;
    /** A horizontal difference of +1: it grows, as bit 0 is not set, and does not shrink, as bit 1 is not set. */
    static final byte PLUS = 0;

    private static final int BLOCKS = 4;

    private final int[] columns;
    private final byte[] carries;
    /** From symbol ids to where they begin in {@link #matches}; only symbols of the present strip have a place. */
    private final char[] slots;

    private final long[] matches = new long[(ROWS + 1) * BLOCKS];

    private final long[] ups = new long[BLOCKS];
    private final long[] levels = new long[BLOCKS];
    /** What block b hands to block b + 1 in the next step, and the column each of them looks at next. */
    private final long[] handed = new long[2 * BLOCKS];

    private final int[] behind = new int[BLOCKS];

    /**
     * @param columns ids of the text, padded by {@link #SKEW} zeros
     * @param carries differences above the strip in, below it out; column {@code j} at {@code j + SKEW}
     * @param symbols the greatest id
     */
    BlockStrip(int[] columns, byte[] carries, int symbols) {
        this.columns = columns;
        this.carries = carries;
        this.slots = new char[symbols + 1];
    }

    /** The horizontal difference that a byte of the carries stands for. */
    static int difference(byte carry) {
        return 1 - (carry & 1) - (carry >>> 1);
    }

    /** The rows whose symbols are in the tables now. */
    private int loadedFrom;

    private int loadedTo;

    /** Begins a strip for rows {@code from} to {@code to} (exclusive), with a left border that grows by one a row. */
    void begin(int[] rows, int from, int to) {
        forget(rows);
        loadedFrom = from;
        loadedTo = to;
        int next = BLOCKS;
        for (int row = from; row < to; row++) {
            int id = rows[row];
            if (slots[id] == 0) {
                slots[id] = (char) next;
                next += BLOCKS;
            }
            int at = row - from;
            matches[slots[id] + (at >>> 6)] |= 1L << at;
        }
        Arrays.fill(ups, -1);
        Arrays.fill(levels, -1);
        for (int block = 0; block < BLOCKS; block++) {
            handed[2 * block] = 1;
            handed[2 * block + 1] = 0;
        }
        Arrays.fill(behind, 0);
    }

    /** Forgets the last strip's symbols; put off until there is a next strip, as often there is none. */
    private void forget(int[] rows) {
        for (int row = loadedFrom; row < loadedTo; row++) {
            int at = slots[rows[row]];
            matches[at] = matches[at + 1] = matches[at + 2] = matches[at + 3] = 0;
        }
        for (int row = loadedFrom; row < loadedTo; row++) {
            slots[rows[row]] = 0;
        }
    }

    /** Rows' worth of difference from the strip's upper edge down {@code height} rows of block {@code block}. */
    int fall(int block, int height) {
        long rows = height >= Long.SIZE ? -1 : (1L << height) - 1;
        return Long.bitCount(ups[block] & rows) - Long.bitCount(~levels[block] & rows);
    }

    /**
     * Lets the first block see columns {@code from} to {@code to} (exclusive) and the others those
     * behind. Kept in one loop body with everything in local variables, last block first, since a call
     * or a field per block would cost more than its eighteen operations.
     */
    void run(int from, int to) {
        long up0 = ups[0];
        long level0 = levels[0];
        long up1 = ups[1];
        long level1 = levels[1];
        long up2 = ups[2];
        long level2 = levels[2];
        long up3 = ups[3];
        long level3 = levels[3];
        long steady1 = handed[2];
        long minus1 = handed[3];
        int at1 = behind[1];
        long steady2 = handed[4];
        long minus2 = handed[5];
        int at2 = behind[2];
        long steady3 = handed[6];
        long minus3 = handed[7];
        int at3 = behind[3];
        for (int column = from; column < to; column++) {
            final int at0 = slots[columns[column]];
            final long carry = carries[column + SKEW];

            long x = matches[at3 + 3] | minus3;
            long sum = (((x & up3) + up3) ^ up3) | x;
            long steady = level3 & (sum | up3);
            long minus = sum & up3;
            long dear = ~sum & level3;
            carries[column] = (byte) ((steady >>> 63) | ((minus >>> 63) << 1));
            steady = (steady << 1) | steady3;
            up3 = (minus << 1) | minus3 | (dear & steady);
            level3 = dear | steady;

            x = matches[at2 + 2] | minus2;
            sum = (((x & up2) + up2) ^ up2) | x;
            steady = level2 & (sum | up2);
            minus = sum & up2;
            dear = ~sum & level2;
            steady3 = steady >>> 63;
            minus3 = minus >>> 63;
            steady = (steady << 1) | steady2;
            up2 = (minus << 1) | minus2 | (dear & steady);
            level2 = dear | steady;

            x = matches[at1 + 1] | minus1;
            sum = (((x & up1) + up1) ^ up1) | x;
            steady = level1 & (sum | up1);
            minus = sum & up1;
            dear = ~sum & level1;
            steady2 = steady >>> 63;
            minus2 = minus >>> 63;
            steady = (steady << 1) | steady1;
            up1 = (minus << 1) | minus1 | (dear & steady);
            level1 = dear | steady;

            final long minus0 = carry >>> 1;
            x = matches[at0] | minus0;
            sum = (((x & up0) + up0) ^ up0) | x;
            steady = level0 & (sum | up0);
            minus = sum & up0;
            dear = ~sum & level0;
            steady1 = steady >>> 63;
            minus1 = minus >>> 63;
            steady = (steady << 1) | (carry & 1);
            up0 = (minus << 1) | minus0 | (dear & steady);
            level0 = dear | steady;

            at3 = at2;
            at2 = at1;
            at1 = at0;
        }
        ups[0] = up0;
        levels[0] = level0;
        ups[1] = up1;
        levels[1] = level1;
        ups[2] = up2;
        levels[2] = level2;
        ups[3] = up3;
        levels[3] = level3;
        handed[2] = steady1;
        handed[3] = minus1;
        behind[1] = at1;
        handed[4] = steady2;
        handed[5] = minus2;
        behind[2] = at2;
        handed[6] = steady3;
        handed[7] = minus3;
        behind[3] = at3;
    }
}
