package dev.finetuning.eval.scorer.distance;

import java.util.Arrays;

/**
 * The distance of a pattern (rows) and a text at least as long (columns), strip by strip of 256 rows,
 * within a diagonal band: a path of cost k leaves the main diagonals by at most (k − difference of
 * lengths) ÷ 2. The band begins narrow, is given up as soon as no path in it can be cheap enough, and
 * widens until it holds the cheapest path. Not thread-safe.
 */
final class BandedDistance {
    private static final int FIRST_BAND = 12;
    /** Up to this width, what the first columns look like decides; above it, too narrow a band is found out cheaply. */
    private static final int NARROW = 4 * BlockStrip.ROWS;

    private final int[] rows;
    private final int width;
    private final byte[] carries;
    private final BlockStrip strip;
    /** Set when a band was given up: a lower bound on the way through the first {@link #givenUpAt} rows. */
    private int bound;

    private int givenUpAt;

    /**
     * @param rows ids of the pattern, not empty
     * @param columns ids of the text, padded by {@link BlockStrip#SKEW}
     * @param width length of the text, at least that of the pattern
     * @param symbols the greatest id
     */
    BandedDistance(int[] rows, int[] columns, int width, int symbols) {
        this.rows = rows;
        this.width = width;
        this.carries = new byte[width + 2 * BlockStrip.SKEW];
        this.strip = new BlockStrip(columns, carries, symbols);
    }

    /**
     * The distance, or something above the cutoff where it is above.
     *
     * @param expected what the distance looks like
     */
    int distance(int cutoff, int expected) {
        int limit = Math.min(cutoff, width);
        int difference = width - rows.length;
        int first = Math.max(width / FIRST_BAND, difference + 16);
        int band = Math.min(limit, width > NARROW ? first : Math.max(first, roomFor(expected)));
        while (true) {
            int distance = within(band);
            if (distance <= band || band >= limit) {
                return distance;
            }
            // a path was found that is too expensive for this band: the next holds it, and so the cheapest
            int next = distance == Integer.MAX_VALUE ? guess(band) : distance;
            band = Math.min(limit, next);
        }
    }

    /** A wider band from how dear the way was so far. */
    private int guess(int band) {
        return (int) Math.max(2L * band, roomFor((double) bound / givenUpAt * rows.length));
    }

    /** The band for such a distance; the whole matrix where the texts look unrelated. */
    private int roomFor(double expected) {
        return expected >= width / 2.0 ? width : (int) Math.round(1.1 * expected);
    }

    /** The cost of the cheapest way inside the band, or {@code MAX_VALUE} once it must exceed the band. */
    private int within(int band) {
        int reach = (band - (width - rows.length)) / 2;
        Arrays.fill(carries, BlockStrip.PLUS);
        int corner = 0;
        int left = 0;
        for (int from = 0; ; from += BlockStrip.ROWS) {
            int to = Math.min(rows.length, from + BlockStrip.ROWS);
            int right = (int) Math.min(width, (long) to + (width - rows.length) + reach);
            strip.begin(rows, from, to);
            if (to == rows.length) {
                return corner + sum(left, width) + lastColumn(left, from);
            }
            strip.run(left, right + BlockStrip.SKEW);
            corner += BlockStrip.ROWS;
            if (isHopeless(corner, left, right, to, band)) {
                return Integer.MAX_VALUE;
            }
            int nextLeft = Math.max(0, to - reach);
            corner += sum(left, nextLeft);
            left = nextLeft;
        }
    }

    /** Runs the last strip; the fall of the last column from its upper edge to the pattern's last row. */
    private int lastColumn(int left, int from) {
        int fall = 0;
        int remaining = rows.length - from;
        int end = width;
        strip.run(left, end);
        for (int block = 0; ; block++) {
            fall += strip.fall(block, Math.min(remaining, Long.SIZE));
            remaining -= Long.SIZE;
            if (remaining <= 0) {
                return fall;
            }
            strip.run(end, end + 1);
            end++;
        }
    }

    /** The sum of the horizontal differences of columns {@code from} to {@code to}. */
    private int sum(int from, int to) {
        int sum = 0;
        for (int column = from; column < to; column++) {
            sum += BlockStrip.difference(carries[column + BlockStrip.SKEW]);
        }
        return sum;
    }

    /** Whether every way through the strip's lower edge costs more than the band. */
    private boolean isHopeless(int corner, int left, int right, int row, int band) {
        int ahead = width - rows.length + row;
        int cost = corner;
        int least = cost + Math.abs(ahead - left);
        for (int column = left; column < right; column++) {
            cost += BlockStrip.difference(carries[column + BlockStrip.SKEW]);
            least = Math.min(least, cost + Math.abs(ahead - column - 1));
        }
        bound = least;
        givenUpAt = row;
        return least > band;
    }
}
