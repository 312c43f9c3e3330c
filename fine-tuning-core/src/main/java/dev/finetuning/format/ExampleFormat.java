package dev.finetuning.format;

import dev.finetuning.example.Example;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.format.detection.FormatDetection;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** One way to write an example down as a record. Immutable and thread-safe. */
public interface ExampleFormat {
    /** The name of the field that {@link #withInfo} adds: {@code "example_info"}. */
    String INFO_FIELD = "example_info";

    /** The format's name: {@code "chat messages"}. */
    String name();

    /**
     * Reads a record. The example's provenance holds the record's origin.
     *
     * @throws MalformedRecordException if the record is not of this format; any other exception ends the reading
     *     after all results before it have been handed over
     */
    Example read(SourceRecord record);

    /**
     * Writes an example as a record's fields.
     *
     * @throws UnwritableExampleException if the format cannot carry the example
     */
    Map<String, Object> write(Example example);

    /**
     * Writes an example as one JSON object, without a line end.
     *
     * @throws UnwritableExampleException if the format cannot carry the example
     */
    default void writeJson(Example example, OutputStream out) throws IOException {
        out.write(JsonText.bytes(write(example)));
    }

    /**
     * Writes examples as JSON Lines, each ended by a line feed.
     *
     * @throws UnwritableExampleException at the first example that the format cannot carry
     */
    default void writeLines(Iterable<? extends Example> examples, OutputStream out) throws IOException {
        for (Example example : examples) {
            writeJson(example, out);
            out.write('\n');
        }
    }

    /**
     * Checks the columns of a source that knows them beforehand, once, before its first record.
     *
     * @throws UnreadableSourceException if the format cannot read records of these columns
     */
    default void checkColumns(String source, List<String> columns) {}

    /**
     * This format with one more field, {@code example_info}, for what is known about an example beside its
     * content: metadata such as category and group, who made it, who validated it, and where it was first
     * read, which comes back as the metadata {@code origin}. For files to be read again; hosts may refuse
     * unknown fields. {@link FormatDetection} recognises it.
     */
    default ExampleFormat withInfo() {
        return new InfoField(this);
    }

    /** Whether it writes what is known about an example beside its content, as {@link #withInfo} does. */
    default boolean writesInfo() {
        return false;
    }

    /** The format that carries a kind of example whole: what is written in it reads back equal. */
    static ExampleFormat carrying(Class<? extends Example> kind) {
        if (kind == PreferenceExample.class) {
            return PreferencePairs.openAi();
        }
        if (kind == PromptExample.class) {
            return ReinforcementPrompts.format();
        }
        if (kind == RatedExample.class) {
            return Kto.format();
        }
        return kind == TextExample.class ? PlainText.format() : ChatMessages.format();
    }
}
