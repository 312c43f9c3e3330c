package dev.finetuning.format;

import dev.finetuning.example.Example;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import java.util.function.Consumer;

/**
 * Reads a source in a format as a stream: examples and rejections in the source's order, one at a time,
 * in bounded memory.
 */
public final class ExampleReader {
    private final RecordSource source;
    private final ExampleFormat format;

    private ExampleReader(RecordSource source, ExampleFormat format) {
        this.source = source;
        this.format = format;
    }

    /** A reader of that source in that format. */
    public static ExampleReader of(RecordSource source, ExampleFormat format) {
        return new ExampleReader(source, format);
    }

    /**
     * Reads everything.
     *
     * @throws dev.finetuning.source.UnreadableSourceException if the source as a whole cannot be used
     */
    public void forEach(Consumer<? super Example> onExample, Consumer<? super RejectedRecord> onRejected) {
        try (Records records = source.open()) {
            if (!records.columns().isEmpty()) {
                format.checkColumns(source.name(), records.columns());
            }
            while (records.hasNext()) {
                ReadResult result = records.next();
                if (result instanceof SourceRecord record) {
                    read(record, onExample, onRejected);
                } else if (result instanceof RejectedRecord rejected) {
                    onRejected.accept(rejected);
                }
            }
        }
    }

    private void read(
            SourceRecord record, Consumer<? super Example> onExample, Consumer<? super RejectedRecord> onRejected) {
        Example example;
        try {
            example = format.read(record);
        } catch (MalformedRecordException e) {
            onRejected.accept(e.rejection());
            return;
        }
        onExample.accept(example);
    }
}
