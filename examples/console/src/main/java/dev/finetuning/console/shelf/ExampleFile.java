package dev.finetuning.console.shelf;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The examples of a revision, read from its file each time, so that a file of any size needs little memory. The row
 * of an example's origin is its place in the file, counted from 1.
 */
public final class ExampleFile extends AbstractCollection<Example> {
    /** What findings call it; people do not know the stored file. */
    private static final String NAME = "this dataset";

    private final Path file;
    private final ExampleFormat format;
    private final int size;

    ExampleFile(Path file, ExampleKind kind, int size) {
        this(file, kind.format(), size);
    }

    ExampleFile(Path file, ExampleFormat format, int size) {
        this.file = file;
        this.format = format;
        this.size = size;
    }

    /** The first examples of the file. */
    ExampleFile first(int most) {
        return new ExampleFile(file, format, Math.min(size, most));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<Example> iterator() {
        // a source without a record counts as damaged, and a part of a split may have none
        return size == 0
                ? Collections.emptyIterator()
                : new Rows(JsonLines.of(file).open());
    }

    /** Some examples in a row, found by the {@linkplain RowIndex index} beside the file if there is one. */
    public List<Example> rows(int from, int limit) {
        List<Example> page = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(file)) {
            RowIndex.Place place = RowIndex.before(file, from);
            bytes.skipNBytes(place.offset());
            try (Records records = JsonLines.of(NAME, new InputStreamReader(bytes, StandardCharsets.UTF_8))
                    .open()) {
                for (int row = place.row(); page.size() < limit && records.hasNext(); row++) {
                    ReadResult next = records.next();
                    if (row >= from) {
                        page.add(example(next, row));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the dataset", e);
        }
        return page;
    }

    private Example example(ReadResult result, long row) {
        if (result instanceof RejectedRecord rejected) {
            throw new IllegalStateException("a stored file is damaged: " + rejected);
        }
        Example example = format.read((SourceRecord) result);
        Provenance read = example.info().provenance();
        return example.withInfo(example.info().withProvenance(new Provenance(read.kind(), new Origin(NAME, 0, row))));
    }

    /** Closes the file at its end. */
    private final class Rows implements Iterator<Example> {
        private final Records records;
        private int read;
        private @Nullable Example next;

        Rows(Records records) {
            this.records = records;
            advance();
        }

        private void advance() {
            if (read++ < size && records.hasNext()) {
                next = example(records.next(), read);
            } else {
                next = null;
                records.close();
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Example next() {
            Example example = next;
            if (example == null) {
                throw new NoSuchElementException();
            }
            advance();
            return example;
        }
    }
}
