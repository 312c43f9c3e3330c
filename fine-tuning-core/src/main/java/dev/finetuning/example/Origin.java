package dev.finetuning.example;

/**
 * Where a record came from.
 *
 * @param source the file, query or reader, by the name people know: {@code "train.csv"}
 * @param line the line on which the record starts, counted from 1; 0 if there are no lines
 * @param row the position of the record, counted from 1 without headers; 0 if unknown
 */
public record Origin(String source, long line, long row) {
    /** The origin of examples made in code. */
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
