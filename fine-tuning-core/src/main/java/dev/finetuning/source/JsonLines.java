package dev.finetuning.source;

import dev.finetuning.source.internal.Input;
import dev.finetuning.source.internal.LineRecords;
import java.io.Reader;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * JSON Lines: one object per line, lines ending in LF or CRLF (U+2028 and NEL are content), UTF-8, blank
 * lines skipped. A line that is too long or not strict JSON is rejected and the next one read.
 */
public final class JsonLines implements RecordSource {
    private final Input input;
    private final ReadLimits limits;

    private JsonLines(Input input, ReadLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    /** A file. */
    public static JsonLines of(Path path) {
        return new JsonLines(Input.of(path), ReadLimits.DEFAULT);
    }

    /** A text. */
    public static JsonLines of(String text) {
        return new JsonLines(Input.ofText(text), ReadLimits.DEFAULT);
    }

    /** Bytes under a name, which are not copied and must not change. */
    public static JsonLines of(String name, byte[] content) {
        return new JsonLines(Input.of(name, content), ReadLimits.DEFAULT);
    }

    /** A reader, which can be read once; closing the records closes it. */
    public static JsonLines of(String name, Reader reader) {
        return new JsonLines(Input.of(name, reader), ReadLimits.DEFAULT);
    }

    /** The same source under other limits. */
    public JsonLines withLimits(ReadLimits newLimits) {
        return new JsonLines(input, newLimits);
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
        return new LineRecords(input, limits);
    }
}
