package dev.finetuning.dataset;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Whole numbers in given ratios. */
final class Apportionment {
    private Apportionment() {}

    /** Largest remainder (Hamilton): each share is rounded down, the rest goes to the largest fractions. */
    static int[] of(int total, double[] ratios) {
        int[] parts = new int[ratios.length];
        double[] fractions = new double[ratios.length];
        int left = total;
        for (int i = 0; i < ratios.length; i++) {
            double share = exactly(total * ratios[i]);
            parts[i] = (int) share;
            fractions[i] = share - parts[i];
            left -= parts[i];
        }
        for (; left > 0; left--) {
            int largest = 0;
            for (int i = 1; i < ratios.length; i++) {
                largest = fractions[i] > fractions[largest] ? i : largest;
            }
            parts[largest]++;
            fractions[largest] -= 1;
        }
        return parts;
    }

    /**
     * Controlled rounding of a table (Cox 1987): row sums as given, column sums as given, and every cell
     * the exact share rounded up or down. Rows are rounded one by one; surplus is then moved along paths
     * of columns until the column sums fit, where that is possible.
     */
    static int[][] of(int[] rows, double[] ratios, int[] columns) {
        int[][] table = new int[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            table[r] = of(rows[r], ratios);
        }
        int[] surplus = surplus(table, columns);
        for (int from = 0; from < columns.length; from++) {
            while (surplus[from] > 0 && shift(table, rows, ratios, surplus, from)) {
                surplus[from]--;
            }
        }
        return table;
    }

    private static int[] surplus(int[][] table, int[] columns) {
        int[] surplus = new int[columns.length];
        for (int p = 0; p < columns.length; p++) {
            surplus[p] = -columns[p];
            for (int[] row : table) {
                surplus[p] += row[p];
            }
        }
        return surplus;
    }

    /** Moves one unit from a column to one that lacks some, over others if need be. */
    private static boolean shift(int[][] table, int[] rows, double[] ratios, int[] surplus, int from) {
        int[] before = new int[ratios.length];
        int[] by = new int[ratios.length];
        Arrays.fill(before, -1);
        before[from] = from;
        Deque<Integer> open = new ArrayDeque<>();
        open.add(from);
        while (!open.isEmpty()) {
            int at = open.remove();
            if (surplus[at] < 0) {
                surplus[at]++;
                for (int p = at; p != from; p = before[p]) {
                    table[by[p]][p]++;
                    table[by[p]][before[p]]--;
                }
                return true;
            }
            for (int next = 0; next < ratios.length; next++) {
                int row = before[next] >= 0 ? -1 : movable(table, rows, ratios, at, next);
                if (row >= 0) {
                    before[next] = at;
                    by[next] = row;
                    open.add(next);
                }
            }
        }
        return false;
    }

    /** A row that may give one from a column to another and stay rounded. */
    private static int movable(int[][] table, int[] rows, double[] ratios, int from, int to) {
        for (int r = 0; r < table.length; r++) {
            if (table[r][from] > exactly(rows[r] * ratios[from]) && table[r][to] < exactly(rows[r] * ratios[to])) {
                return r;
            }
        }
        return -1;
    }

    /** Takes the noise of binary fractions out: 0.29 × 100 is 29. */
    private static double exactly(double share) {
        return Math.rint(share * 1e9) / 1e9;
    }
}
