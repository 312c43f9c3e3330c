package dev.finetuning.source;

import dev.finetuning.source.internal.Input;
import dev.finetuning.source.internal.LineRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kind of a data file, by its first character. */
public enum FileKind {
    /** The file begins with a square bracket. */
    JSON_ARRAY,
    /** The file begins with a brace. */
    JSON_LINES,
    /** The file begins with anything else. */
    TABLE;

    /**
     * Looks at the first character of a file that is not white space.
     *
     * @throws UnreadableSourceException if there is none, or the file cannot be read, or only once, as a pipe
     */
    public static FileKind of(Path file) {
        return of(file, ReadLimits.DEFAULT);
    }

    /** Looks at a file that may be compressed, within the limits. */
    public static FileKind of(Path file, ReadLimits limits) {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new UnreadableSourceException(
                    "not_a_file",
                    file.toString(),
                    0,
                    "It is no regular file and can be read only once, as a pipe, so its format cannot be looked for.",
                    "Name source and format, such as JsonLines.of(path) and ChatMessages.format(), or write it to a file.");
        }
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
