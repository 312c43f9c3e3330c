package dev.finetuning.eval.scorer.distance;

/**
 * The distance of texts that differ little, however long they are: 64 neighbouring diagonals of the matrix in
 * one word, which moves down one row with every column (H. Hyyrö, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances", Nordic Journal of Computing 10 (2003), the banded form). A path of
 * cost k leaves the main diagonals by at most (k − difference of lengths) ÷ 2, so the word holds every path of
 * cost 63 and less. What lies outside is taken to cost more than it may, so that a distance found is never too
 * small. Names as in {@link BlockStrip}. Not thread-safe.
 */
final class DiagonalWord {
    /** The distance was not looked for, as a character is not of Latin-1. */
    static final int FOREIGN = Integer.MIN_VALUE;

    private static final int REACH = Long.SIZE - 1;
    private static final int LATIN_1 = 256;

    /** For each symbol, which of the 64 rows that end with the row it was last seen in have it. */
    private final long[] windows;

    private final int[] ends;
    private final int width;
    /** How many rows the last bit is below the column's own. */
    private final int ahead;
    /** The bit of the diagonal that ends in the matrix' last corner. */
    private final int corner;

    private long up;
    private long level = -1;
    private int cost;

    private DiagonalWord(int symbols, int rows, int width) {
        this.windows = new long[symbols];
        this.ends = new int[symbols];
        this.width = width;
        this.ahead = (REACH - (width - rows)) / 2;
        this.corner = REACH - ahead - (width - rows);
        this.up = -1L << (REACH - ahead);
    }

    /**
     * The distance of two texts from a character on. Where it is above 63, or looks far above before the end, the
     * complement of what it looks like, which is negative. {@link #FOREIGN} where it cannot be said.
     *
     * @param rows length of the pattern, at least 1
     * @param width length of the text, at least that of the pattern
     */
    static int ofLatin1(char[] pattern, int rows, char[] text, int width, int from) {
        if (width - rows > REACH) {
            return ~(width - rows);
        }
        DiagonalWord word = new DiagonalWord(LATIN_1, rows, width);
        int entered = 0;
        for (int column = 0; column < width; column++) {
            for (int end = Math.min(rows, column + word.ahead + 1); entered < end; entered++) {
                char symbol = pattern[from + entered];
                if (symbol >= LATIN_1) {
                    return FOREIGN;
                }
                word.enter(symbol, entered);
            }
            char symbol = text[from + column];
            if (symbol >= LATIN_1) {
                return FOREIGN;
            }
            word.column(symbol, column);
            if (word.isFar(column + 1)) {
                return ~word.expected(column + 1);
            }
        }
        return word.cost;
    }

    /**
     * The distance of two sequences, or the complement of what it looks like.
     *
     * @param rows ids of the pattern, at least 1
     * @param columns ids of the text; 0 for symbols that the pattern does not have
     * @param width length of the text, at least that of the pattern
     * @param symbols the greatest id
     */
    static int ofIds(int[] rows, int[] columns, int width, int symbols) {
        if (width - rows.length > REACH) {
            return ~(width - rows.length);
        }
        DiagonalWord word = new DiagonalWord(symbols + 1, rows.length, width);
        int entered = 0;
        for (int column = 0; column < width; column++) {
            for (int end = Math.min(rows.length, column + word.ahead + 1); entered < end; entered++) {
                word.enter(rows[entered], entered);
            }
            word.column(columns[column], column);
            if (word.isFar(column + 1)) {
                return ~word.expected(column + 1);
            }
        }
        return word.cost;
    }

    private void enter(int symbol, int row) {
        windows[symbol] = moved(windows[symbol], row - ends[symbol]) | Long.MIN_VALUE;
        ends[symbol] = row;
    }

    private void column(int symbol, int column) {
        long x = moved(windows[symbol], column + ahead - ends[symbol]);
        long sum = (((x & up) + up) ^ up) | x;
        long steady = level & (sum | up);
        long minus = sum & up;
        long dear = ~sum & level;
        cost += (int) (dear >>> corner) & 1;
        dear = (dear >>> 1) | Long.MIN_VALUE;
        up = minus | (dear & steady);
        level = dear | steady;
    }

    /** The window, so many rows further down. */
    private static long moved(long window, int rows) {
        return rows < Long.SIZE ? window >>> rows : 0;
    }

    private int expected(int columns) {
        return (int) Math.min(width, (long) cost * width / columns);
    }

    /** Whether it costs too much, or, asked after every 64th column, looks as if it will by half. */
    private boolean isFar(int columns) {
        return cost > REACH || (columns % Long.SIZE == 0 && 2L * cost * width > 3L * REACH * columns);
    }
}
