package dev.finetuning.source;

import dev.finetuning.source.internal.Input;
import dev.finetuning.source.internal.LineRecords;
import java.io.Reader;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * JSON Lines: one object per line, lines ending in LF or CRLF (U+2028 and NEL are content), UTF-8, blank
 * lines and byte-order marks between joined files skipped. A line that is too long or not strict JSON is rejected and the next one read.
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

    /** A file. */
    public static JsonLines of(Path path) {
        return new JsonLines(Input.of(path), ReadLimits.DEFAULT, null);
    }

    /** A text; for a file, see {@link #of(Path)}. */
    public static JsonLines ofText(String text) {
        return new JsonLines(Input.ofText(text), ReadLimits.DEFAULT, null);
    }

    /** Bytes under a name, which are not copied and must not change. */
    public static JsonLines of(String name, byte[] content) {
        return new JsonLines(Input.of(name, content), ReadLimits.DEFAULT, null);
    }

    /** A reader, which can be read once; closing the records closes it. */
    public static JsonLines of(String name, Reader reader) {
        return new JsonLines(Input.of(name, reader), ReadLimits.DEFAULT, null);
    }

    /** The same source under other limits. */
    public JsonLines withLimits(ReadLimits newLimits) {
        return new JsonLines(input, newLimits, arrayField);
    }

    /**
     * The same source where a line may be an array, which becomes the one field of its record: lines of
     * {@code [{"role": …}, …]} are read as {@code {"messages": […]}} with {@code withArraysAs("messages")}.
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
