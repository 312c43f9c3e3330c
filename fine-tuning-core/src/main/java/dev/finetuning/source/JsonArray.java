package dev.finetuning.source;

import dev.finetuning.source.internal.ArrayRecords;
import dev.finetuning.source.internal.Input;
import java.io.Reader;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A JSON array of objects, read element by element in bounded memory. An element that is too long or not
 * strict JSON is rejected; reading continues.
 */
public final class JsonArray implements RecordSource {
    private final Input input;
    private final ReadLimits limits;

    private JsonArray(Input input, ReadLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    /** A source that reads a file. */
    public static JsonArray of(Path path) {
        return new JsonArray(Input.of(path), ReadLimits.DEFAULT);
    }

    /** A source that reads a text; for a file, see {@link #of(Path)}. */
    public static JsonArray ofText(String text) {
        return new JsonArray(Input.ofText(text), ReadLimits.DEFAULT);
    }

    /** A source that reads bytes under a name. The bytes are not copied and must not change. */
    public static JsonArray of(String name, byte[] content) {
        return new JsonArray(Input.of(name, content), ReadLimits.DEFAULT);
    }

    /** A source that reads a reader once. Closing the records closes the reader. */
    public static JsonArray of(String name, Reader reader) {
        return new JsonArray(Input.of(name, reader), ReadLimits.DEFAULT);
    }

    /** This source with other limits. */
    public JsonArray withLimits(ReadLimits newLimits) {
        return new JsonArray(input, newLimits);
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
        return ArrayRecords.ofArray(input, limits);
    }
}
