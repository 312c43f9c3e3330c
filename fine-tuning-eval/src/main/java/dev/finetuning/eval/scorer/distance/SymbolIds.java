package dev.finetuning.eval.scorer.distance;

/**
 * Numbers a pattern's symbols 1, 2, 3, … in order of appearance; 0 stands for every symbol the
 * pattern does not hold. Small ids keep the tables of the bit-vector kernel small, whatever the
 * script. Not thread-safe.
 */
final class SymbolIds {
    private static final int DIRECT = 256;
    private static final int HASH = 0x9E3779B1;

    private final int[] direct = new int[DIRECT];
    private final int capacityBits;
    private int[] keys = {};
    private int[] ids = {};
    private int count;

    /** Room for the symbols of a pattern of that length. */
    SymbolIds(int patternLength) {
        capacityBits = 33 - Integer.numberOfLeadingZeros(Math.max(8, patternLength));
    }

    /** The greatest id given. */
    int count() {
        return count;
    }

    int[] ofPattern(char[] symbols, int from, int length) {
        int[] result = new int[length];
        for (int i = 0; i < length; i++) {
            result[i] = add(symbols[from + i]);
        }
        return result;
    }

    int[] ofPattern(int[] symbols, int from, int length) {
        int[] result = new int[length];
        for (int i = 0; i < length; i++) {
            result[i] = add(symbols[from + i]);
        }
        return result;
    }

    /** The text's ids, followed by {@code padding} zeros. */
    int[] ofText(char[] symbols, int from, int length, int padding) {
        int[] result = new int[length + padding];
        for (int i = 0; i < length; i++) {
            result[i] = find(symbols[from + i]);
        }
        return result;
    }

    /** The text's ids, followed by {@code padding} zeros. */
    int[] ofText(int[] symbols, int from, int length, int padding) {
        int[] result = new int[length + padding];
        for (int i = 0; i < length; i++) {
            result[i] = find(symbols[from + i]);
        }
        return result;
    }

    private int add(int symbol) {
        if (symbol >= 0 && symbol < DIRECT) {
            int id = direct[symbol];
            if (id == 0) {
                id = ++count;
                direct[symbol] = id;
            }
            return id;
        }
        if (keys.length == 0) {
            keys = new int[1 << capacityBits];
            ids = new int[1 << capacityBits];
        }
        int at = slot(symbol);
        if (ids[at] == 0) {
            keys[at] = symbol;
            ids[at] = ++count;
        }
        return ids[at];
    }

    private int find(int symbol) {
        if (symbol >= 0 && symbol < DIRECT) {
            return direct[symbol];
        }
        return keys.length == 0 ? 0 : ids[slot(symbol)];
    }

    /** Where the symbol is, or the free place where it belongs. */
    private int slot(int symbol) {
        int mask = keys.length - 1;
        int at = (symbol * HASH) >>> (32 - capacityBits);
        while (ids[at] != 0 && keys[at] != symbol) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
