package dev.finetuning.source;

import dev.finetuning.source.internal.ArrayRecords;
import dev.finetuning.source.internal.Input;
import java.io.Reader;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * JSON objects one after another, each over any number of lines, with nothing but white space between them:
 * pretty-printed JSON Lines. Read object by object in bounded memory; one that is too long or not strict JSON
 * is rejected and the next one read.
 */
public final class JsonObjects implements RecordSource {
    private final Input input;
    private final ReadLimits limits;

    private JsonObjects(Input input, ReadLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    /** A file. */
    public static JsonObjects of(Path path) {
        return new JsonObjects(Input.of(path), ReadLimits.DEFAULT);
    }

    /** A text; for a file, see {@link #of(Path)}. */
    public static JsonObjects ofText(String text) {
        return new JsonObjects(Input.ofText(text), ReadLimits.DEFAULT);
    }

    /** Bytes under a name, which are not copied and must not change. */
    public static JsonObjects of(String name, byte[] content) {
        return new JsonObjects(Input.of(name, content), ReadLimits.DEFAULT);
    }

    /** A reader, which can be read once; closing the records closes it. */
    public static JsonObjects of(String name, Reader reader) {
        return new JsonObjects(Input.of(name, reader), ReadLimits.DEFAULT);
    }

    /** The same source under other limits. */
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
