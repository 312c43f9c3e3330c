package dev.finetuning.source;

import dev.finetuning.source.internal.ArrayRecords;
import dev.finetuning.source.internal.Input;
import java.io.Reader;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * JSON objects one after another, each over any number of lines, separated by white space only:
 * pretty-printed JSON Lines. Read object by object in bounded memory; an object that is too long or not
 * strict JSON is rejected, and reading continues.
 */
public final class JsonObjects implements RecordSource {
    private final Input input;
    private final ReadLimits limits;

    private JsonObjects(Input input, ReadLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    /** A source that reads a file. */
    public static JsonObjects of(Path path) {
        return new JsonObjects(Input.of(path), ReadLimits.DEFAULT);
    }

    /** A source that reads a text; for a file, see {@link #of(Path)}. */
    public static JsonObjects ofText(String text) {
        return new JsonObjects(Input.ofText(text), ReadLimits.DEFAULT);
    }

    /** A source that reads bytes under a name. The bytes are not copied and must not change. */
    public static JsonObjects of(String name, byte[] content) {
        return new JsonObjects(Input.of(name, content), ReadLimits.DEFAULT);
    }

    /** A source that reads a reader once. Closing the records closes the reader. */
    public static JsonObjects of(String name, Reader reader) {
        return new JsonObjects(Input.of(name, reader), ReadLimits.DEFAULT);
    }

    /** This source with other limits. */
    public JsonObjects withLimits(ReadLimits newLimits) {
        return new JsonObjects(input, newLimits);
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
        return ArrayRecords.ofObjects(input, limits);
    }
}
