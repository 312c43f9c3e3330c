package dev.finetuning.source;

import dev.finetuning.source.internal.Input;
import dev.finetuning.source.internal.LineRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What kind of container a file is, by its first character. */
public enum FileKind {
    /** It begins with a square bracket. */
    JSON_ARRAY,
    /** It begins with a brace. */
    JSON_LINES,
    /** It begins with anything else. */
    TABLE;

    /**
     * Looks at a file's first character that is not white space.
     *
     * @throws UnreadableSourceException if there is none, or the file cannot be read
     */
    public static FileKind of(Path file) {
        return of(file, ReadLimits.DEFAULT);
    }

    /** Looks at a file that may be packed, as far as the limits allow. */
    public static FileKind of(Path file, ReadLimits limits) {
        try (InputStream in = Input.of(file).open(limits)) {
            int first = in.read();
            while (LineRecords.isSpace(first)) {
                first = in.read();
            }
            if (first < 0) {
                throw new UnreadableSourceException(
                        "empty_source", file.toString(), 0, "It is blank.", "Check that it was written completely.");
            }
            return first == '[' ? JSON_ARRAY : first == '{' ? JSON_LINES : TABLE;
        } catch (IOException e) {
            throw Input.failed(file.toString(), 0, e);
        }
    }
}
