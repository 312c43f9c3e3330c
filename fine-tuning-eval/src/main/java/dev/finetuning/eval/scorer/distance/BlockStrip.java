package dev.finetuning.eval.scorer.distance;

import java.util.Arrays;

/**
 * Four blocks of 64 rows each, moved over the columns together. Block {@code b} runs {@code b} columns
 * behind the first one, so that within one step no block waits for another (a skewed wavefront);
 * between strips, horizontal differences travel in one byte per column.
 *
 * <p>The vertical differences of a block are two words: a bit of {@code vp} says that the distance
 * grows by one from the row above, a bit of {@code vn} that it shrinks. Not thread-safe.
 */
final class BlockStrip {
    /** Rows of one strip. */
    static final int ROWS = 256;
    /** How many columns the last block runs behind; columns and carries are padded by as much. */
    static final int SKEW = 3;
    /** A horizontal difference of +1. */
    static final byte PLUS = 1;

    private static final int BLOCKS = 4;

    private final int[] columns;
    private final byte[] carries;
    /** From symbol ids to the rows of {@link #matches}; only symbols of the present strip have one. */
    private final char[] slots;

    private final long[] matches = new long[(ROWS + 1) * BLOCKS];

    private long vp0;
    private long vn0;
    private long vp1;
    private long vn1;
    private long vp2;
    private long vn2;
    private long vp3;
    private long vn3;
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

    /** The rows whose symbols are in the tables now. */
    private int loadedFrom;

    private int loadedTo;

    /** Begins a strip for rows {@code from} to {@code to} (exclusive), with a left border that grows by one a row. */
    void begin(int[] rows, int from, int to) {
        forget(rows);
        loadedFrom = from;
        loadedTo = to;
        char next = 1;
        for (int row = from; row < to; row++) {
            int id = rows[row];
            if (slots[id] == 0) {
                slots[id] = next++;
            }
            int at = row - from;
            matches[slots[id] * BLOCKS + (at >>> 6)] |= 1L << at;
        }
        vp0 = vp1 = vp2 = vp3 = -1;
        vn0 = vn1 = vn2 = vn3 = 0;
        Arrays.fill(handed, 0);
        Arrays.fill(behind, 0);
    }

    /** Forgets the last strip's symbols; put off until there is a next strip, as often there is none. */
    private void forget(int[] rows) {
        for (int row = loadedFrom; row < loadedTo; row++) {
            int at = slots[rows[row]] * BLOCKS;
            matches[at] = matches[at + 1] = matches[at + 2] = matches[at + 3] = 0;
        }
        for (int row = loadedFrom; row < loadedTo; row++) {
            slots[rows[row]] = 0;
        }
    }

    /** Rows' worth of difference from the strip's upper edge down {@code height} rows of block {@code block}. */
    int fall(int block, int height) {
        long rows = height >= Long.SIZE ? -1 : (1L << height) - 1;
        long up = block == 0 ? vp0 : block == 1 ? vp1 : block == 2 ? vp2 : vp3;
        long down = block == 0 ? vn0 : block == 1 ? vn1 : block == 2 ? vn2 : vn3;
        return Long.bitCount(up & rows) - Long.bitCount(down & rows);
    }

    /**
     * Lets the first block see columns {@code from} to {@code to} (exclusive) and the others those
     * behind. Kept in one loop body with everything in local variables, last block first, since a call
     * or a field per block would cost more than its twenty operations.
     */
    void run(int from, int to) {
        long up0 = vp0;
        long down0 = vn0;
        long up1 = vp1;
        long down1 = vn1;
        long up2 = vp2;
        long down2 = vn2;
        long up3 = vp3;
        long down3 = vn3;
        long plus1 = handed[0];
        long minus1 = handed[1];
        long plus2 = handed[2];
        long minus2 = handed[3];
        long plus3 = handed[4];
        long minus3 = handed[5];
        int at1 = behind[1];
        int at2 = behind[2];
        int at3 = behind[3];
        for (int column = from; column < to; column++) {
            final int at0 = slots[columns[column]] * BLOCKS;
            final long carry = carries[column + SKEW];

            long x = matches[at3 + 3] | minus3;
            long d = (((x & up3) + up3) ^ up3) | x | down3;
            long plus = down3 | ~(d | up3);
            long minus = d & up3;
            carries[column] = (byte) ((plus >>> 63) | ((minus >>> 63) << 1));
            plus = (plus << 1) | plus3;
            up3 = (minus << 1) | minus3 | ~(d | plus);
            down3 = plus & d;

            x = matches[at2 + 2] | minus2;
            d = (((x & up2) + up2) ^ up2) | x | down2;
            plus = down2 | ~(d | up2);
            minus = d & up2;
            plus3 = plus >>> 63;
            minus3 = minus >>> 63;
            plus = (plus << 1) | plus2;
            up2 = (minus << 1) | minus2 | ~(d | plus);
            down2 = plus & d;

            x = matches[at1 + 1] | minus1;
            d = (((x & up1) + up1) ^ up1) | x | down1;
            plus = down1 | ~(d | up1);
            minus = d & up1;
            plus2 = plus >>> 63;
            minus2 = minus >>> 63;
            plus = (plus << 1) | plus1;
            up1 = (minus << 1) | minus1 | ~(d | plus);
            down1 = plus & d;

            final long minus0 = carry >>> 1;
            x = matches[at0] | minus0;
            d = (((x & up0) + up0) ^ up0) | x | down0;
            plus = down0 | ~(d | up0);
            minus = d & up0;
            plus1 = plus >>> 63;
            minus1 = minus >>> 63;
            plus = (plus << 1) | (carry & 1);
            up0 = (minus << 1) | minus0 | ~(d | plus);
            down0 = plus & d;

            at3 = at2;
            at2 = at1;
            at1 = at0;
        }
        vp0 = up0;
        vn0 = down0;
        vp1 = up1;
        vn1 = down1;
        vp2 = up2;
        vn2 = down2;
        vp3 = up3;
        vn3 = down3;
        handed[0] = plus1;
        handed[1] = minus1;
        handed[2] = plus2;
        handed[3] = minus2;
        handed[4] = plus3;
        handed[5] = minus3;
        behind[1] = at1;
        behind[2] = at2;
        behind[3] = at3;
    }
}
