package dev.finetuning.source.internal;

/** Tells a cell of several lines from rows that an unclosed quote has taken into a cell. */
record SwallowedRows(char delimiter, int columns) {
    /** Below this, the lines of a cell may by chance have as many delimiters as a row. */
    private static final int MANY = 3;

    /**
     * Whether a record has enough lines for rows to be in it, so that its text is worth looking at.
     *
     * @param lineEnds how many line ends it has
     * @param cells how many cells it was read as
     */
    boolean mayBeIn(long lineEnds, int cells) {
        return lineEnds > (cells == columns ? least() : 1);
    }

    /** How many lines between the first and the last make a well-formed record suspicious. */
    private int least() {
        return delimiter == '\t' ? 1 : MANY;
    }

    /**
     * Whether the lines of a record are rows by themselves.
     *
     * @param cells how many cells it was read as; -1 where it was not read to its end
     */
    boolean areIn(CharSequence record, int cells) {
        if (columns < 2) {
            return false;
        }
        int lines = 0;
        int rows = 0;
        int from = 0;
        while (from < record.length()) {
            int end = lineEnd(record, from);
            boolean first = from == 0;
            boolean last = end >= record.length();
            boolean isRow = isRow(record, from, Math.min(end, record.length()));
            if (first && !isRow && cells == columns) {
                return false;
            }
            lines += first || last ? 0 : 1;
            rows += isRow && !first && !last ? 1 : 0;
            from = end;
        }
        if (cells == columns) {
            return rows == lines && lines >= least();
        }
        return lines >= 1 && 2 * rows > lines;
    }

    private boolean isRow(CharSequence record, int from, int end) {
        int delimiters = 0;
        for (int i = from; i < end; i++) {
            delimiters += record.charAt(i) == delimiter ? 1 : 0;
        }
        return delimiters == columns - 1;
    }

    /** Where the line after this one begins; past the end where none is finished. */
    static int lineEnd(CharSequence record, int from) {
        for (int i = from; i < record.length(); i++) {
            if (record.charAt(i) == '\n') {
                return i + 1;
            }
        }
        return record.length() + 1;
    }
}
