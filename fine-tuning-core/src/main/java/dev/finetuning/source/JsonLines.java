package dev.finetuning.source;

import dev.finetuning.source.internal.Input;
import dev.finetuning.source.internal.LineRecords;
import java.io.Reader;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * JSON Lines: one object per line, UTF-8. Lines end with LF or CRLF (U+2028 and NEL are content). Blank
 * lines, and byte-order marks between joined files, are skipped. A line that is too long or not strict JSON
 * is rejected; reading continues.
 */
public final class JsonLines implements RecordSource {
    private final Input input;
    private final ReadLimits limits;
    private final @Nullable String arrayField;

    private JsonLines(Input input, ReadLimits limits, @Nullable String arrayField) {
        this.input = input;
        this.limits = limits;
        this.arrayField = arrayField;
    }

    /** A source that reads a file. */
    public static JsonLines of(Path path) {
        return new JsonLines(Input.of(path), ReadLimits.DEFAULT, null);
    }

    /** A source that reads a text; for a file, see {@link #of(Path)}. */
    public static JsonLines ofText(String text) {
        return new JsonLines(Input.ofText(text), ReadLimits.DEFAULT, null);
    }

    /** A source that reads bytes under a name. The bytes are not copied and must not change. */
    public static JsonLines of(String name, byte[] content) {
        return new JsonLines(Input.of(name, content), ReadLimits.DEFAULT, null);
    }

    /** A source that reads a reader once. Closing the records closes the reader. */
    public static JsonLines of(String name, Reader reader) {
        return new JsonLines(Input.of(name, reader), ReadLimits.DEFAULT, null);
    }

    /** This source with other limits. */
    public JsonLines withLimits(ReadLimits newLimits) {
        return new JsonLines(input, newLimits, arrayField);
    }

    /**
     * This source with lines that may be arrays, each of which becomes the only field of its record: with
     * {@code withArraysAs("messages")}, a line {@code [{"role": …}, …]} is read as {@code {"messages":
     * […]}}.
     */
    public JsonLines withArraysAs(String field) {
        return new JsonLines(input, limits, field);
    }

    @Override
    public String name() {
        return input.name();
    }

    @Override
    public OptionalLong bytes() {
        return input.bytes();
    }

    @Override
    public Records open() {
        return new LineRecords(input, limits, arrayField);
    }
}
