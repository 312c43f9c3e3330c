package dev.finetuning.training;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The examples of a source, each read when it is asked for. */
record SourceData(String name, RecordSource source, ExampleFormat format) implements TrainingData {
    @Override
    public Iterator<Example> iterator() {
        Records records = source.open();
        if (!records.columns().isEmpty()) {
            format.checkColumns(source.name(), records.columns());
        }
        return new Reading(records);
    }

    private Example example(ReadResult result) {
        if (result instanceof RejectedRecord rejection) {
            throw refused(rejection);
        }
        try {
            return format.read((SourceRecord) result);
        } catch (MalformedRecordException e) {
            throw refused(e.rejection());
        }
    }

    private UnreadableSourceException refused(RejectedRecord rejection) {
        return new UnreadableSourceException(
                rejection.code(), source.name(), rejection.origin().line(), rejection.message(), rejection.remedy());
    }

    /** One pass; closes the records at their end and when one of them is refused. */
    private final class Reading implements Iterator<Example> {
        private final Records records;
        private boolean over;

        Reading(Records records) {
            this.records = records;
        }

        @Override
        public boolean hasNext() {
            if (!over && !records.hasNext()) {
                close();
            }
            return !over;
        }

        @Override
        public Example next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                return example(records.next());
            } catch (UnreadableSourceException e) {
                close();
                throw e;
            }
        }

        private void close() {
            over = true;
            records.close();
        }
    }
}
