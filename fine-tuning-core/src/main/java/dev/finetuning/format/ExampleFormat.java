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

/** Reads and writes examples as records of one shape. Immutable and thread-safe. */
public interface ExampleFormat {
    /** The name of the field that {@link #withInfo} adds: {@code "example_info"}. */
    String INFO_FIELD = "example_info";

    /** The format's name: {@code "chat messages"}. */
    String name();

    /**
     * Reads a record. The example's provenance contains the record's origin.
     *
     * @throws MalformedRecordException if the record does not have this format; any other exception ends
     *     the reading after all earlier results have been delivered
     */
    Example read(SourceRecord record);

    /**
     * Writes an example as the fields of a record.
     *
     * @throws UnwritableExampleException if the format cannot represent the example
     */
    Map<String, Object> write(Example example);

    /**
     * Writes an example as one JSON object, without a newline.
     *
     * @throws UnwritableExampleException if the format cannot represent the example
     */
    default void writeJson(Example example, OutputStream out) throws IOException {
        out.write(JsonText.bytes(write(example)));
    }

    /**
     * Writes examples as JSON Lines, each ending with a line feed.
     *
     * @throws UnwritableExampleException at the first example that the format cannot represent
     */
    default void writeLines(Iterable<? extends Example> examples, OutputStream out) throws IOException {
        for (Example example : examples) {
            writeJson(example, out);
            out.write('\n');
        }
    }

    /**
     * Checks the columns of a source, if they are known in advance, once before the first record.
     *
     * @throws UnreadableSourceException if the format cannot read records with these columns
     */
    default void checkColumns(String source, List<String> columns) {}

    /**
     * This format with an additional field {@code example_info} for what is known about an example apart
     * from its content: metadata such as category and group, who made it, who validated it, and where it
     * was first read (which is read back as the metadata {@code origin}). Use it for files that you read
     * again; providers may refuse unknown fields. {@link FormatDetection} recognises it.
     */
    default ExampleFormat withInfo() {
        return new InfoField(this);
    }

    /** Whether it writes {@code example_info}, as {@link #withInfo} does. */
    default boolean writesInfo() {
        return false;
    }

    /** The format that represents this kind of example completely: what it writes reads back equal. */
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
