package dev.finetuning.example;

/**
 * Where a record came from.
 *
 * @param source the file, query or reader, as people know it: {@code "train.csv"}
 * @param line the physical line the record starts on, counted from 1; 0 where lines mean nothing
 * @param row the record's place among the records (headers do not count), counted from 1; 0 where
 *     unknown
 */
public record Origin(String source, long line, long row) {
    /** The origin of what a program made itself. */
    public static final Origin CODE = new Origin("code", 0, 0);

    /** {@code "train.csv, line 12 (row 11)"}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(source);
        if (line > 0) {
            text.append(", line ").append(line);
        }
        if (row > 0) {
            text.append(" (row ").append(row).append(')');
        }
        return text.toString();
    }
}
