package dev.finetuning.source;

import dev.finetuning.source.internal.CsvRecords;
import dev.finetuning.source.internal.Input;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Comma- or tab-separated values with a header line: RFC 4180 quoting, cells over several lines, LF or
 * CRLF, UTF-8 with or without a byte-order mark. Blank lines before the header are skipped. The delimiter
 * is the one in a first line {@code sep=;}, as spreadsheets write it, or else whichever of comma,
 * semicolon, tab and bar occurs most often in the header line, unless you set {@link #withDelimiter}. Every
 * cell is a string. Blanks between a delimiter and a quote are skipped if the header has them. A quote that
 * is never closed, or only rows later, spoils only its own row. A row with more or fewer cells than the
 * header, or with invalid UTF-8, is rejected.
 */
public final class Csv implements RecordSource {
    private final Input input;
    private final @Nullable Character delimiter;
    private final boolean quotes;
    private final ReadLimits limits;

    private Csv(Input input, @Nullable Character delimiter, boolean quotes, ReadLimits limits) {
        this.input = input;
        this.delimiter = delimiter;
        this.quotes = quotes;
        this.limits = limits;
    }

    /** A source that reads a file. */
    public static Csv of(Path path) {
        return new Csv(Input.of(path), null, true, ReadLimits.DEFAULT);
    }

    /** A source that reads a text; for a file, see {@link #of(Path)}. */
    public static Csv ofText(String text) {
        return new Csv(Input.ofText(text), null, true, ReadLimits.DEFAULT);
    }

    /** A source that reads bytes under a name. The bytes are not copied and must not change. */
    public static Csv of(String name, byte[] content) {
        return new Csv(Input.of(name, content), null, true, ReadLimits.DEFAULT);
    }

    /** A source that reads a reader once. Closing the records closes the reader. */
    public static Csv of(String name, Reader reader) {
        return new Csv(Input.of(name, reader), null, true, ReadLimits.DEFAULT);
    }

    /** This source with a fixed delimiter. */
    public Csv withDelimiter(char newDelimiter) {
        return new Csv(input, newDelimiter, quotes, limits);
    }

    /** This source with quotes as ordinary characters: each line is one row, and no cell spans lines. */
    public Csv withoutQuotes() {
        return new Csv(input, delimiter, false, limits);
    }

    /** This source with other limits. */
    public Csv withLimits(ReadLimits newLimits) {
        return new Csv(input, delimiter, quotes, newLimits);
    }

    @Override
    public String name() {
        return input.name();
    }

    /**
     * The columns of the header line; a column without a name is named by its position: {@code "column 1"}.
     *
     * @throws UnreadableSourceException if the source cannot be used
     */
    public List<String> columns() {
        try (Records records = open()) {
            return records.columns();
        }
    }

    @Override
    public OptionalLong bytes() {
        return input.bytes();
    }

    @Override
    public Records open() {
        return CsvRecords.open(input, delimiter, quotes, limits);
    }
}
