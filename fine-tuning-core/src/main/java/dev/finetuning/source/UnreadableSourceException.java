package dev.finetuning.source;

import dev.finetuning.FineTuningException;
import org.jspecify.annotations.Nullable;

/**
 * A source as a whole cannot be used: it is missing, empty, a directory, has another encoding or format
 * than expected, or lacks a column.
 */
public final class UnreadableSourceException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String source;
    private final long line;
    private final String remedy;

    /**
     * A failure.
     *
     * @param code the reason in lower snake case: {@code "missing_file"}
     * @param source the source's name
     * @param line the line of the problem, counted from 1; 0 for the source as a whole
     * @param message what is wrong
     * @param remedy what to do about it
     */
    public UnreadableSourceException(String code, String source, long line, String message, String remedy) {
        this(code, source, line, message, remedy, null);
    }

    /** A failure with a cause. */
    public UnreadableSourceException(
            String code, String source, long line, String message, String remedy, @Nullable Throwable cause) {
        super(source + (line > 0 ? ", line " + line : "") + ": " + message + " " + remedy, cause);
        this.code = code;
        this.source = source;
        this.line = line;
        this.remedy = remedy;
    }

    /** The reason in lower snake case. */
    public String code() {
        return code;
    }

    /** The source's name. */
    public String source() {
        return source;
    }

    /** The line, counted from 1; 0 for the source as a whole. */
    public long line() {
        return line;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
