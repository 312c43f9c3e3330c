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
 * is what a first line {@code sep=;} says, as spreadsheets write it, otherwise the one of comma, semicolon,
 * tab and bar that occurs most in the header line, unless {@link #withDelimiter} decides. Every cell is a
 * string. Blanks between a delimiter and a quote are skipped where the header has them. A quote that is never
 * closed, or closed rows later, costs the row it stands in; the rows after it are read. A row with more or fewer cells than the header, or with bytes that are not UTF-8, is rejected
 * and the next one read.
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

    /** A file. */
    public static Csv of(Path path) {
        return new Csv(Input.of(path), null, true, ReadLimits.DEFAULT);
    }

    /** A text; for a file, see {@link #of(Path)}. */
    public static Csv ofText(String text) {
        return new Csv(Input.ofText(text), null, true, ReadLimits.DEFAULT);
    }

    /** Bytes under a name, which are not copied and must not change. */
    public static Csv of(String name, byte[] content) {
        return new Csv(Input.of(name, content), null, true, ReadLimits.DEFAULT);
    }

    /** A reader, which can be read once; closing the records closes it. */
    public static Csv of(String name, Reader reader) {
        return new Csv(Input.of(name, reader), null, true, ReadLimits.DEFAULT);
    }

    /** The same source with that delimiter and no other. */
    public Csv withDelimiter(char newDelimiter) {
        return new Csv(input, newDelimiter, quotes, limits);
    }

    /** The same source where a quote is a character like any other: each line is a row, and no cell has two. */
    public Csv withoutQuotes() {
        return new Csv(input, delimiter, false, limits);
    }

    /** The same source under other limits. */
    public Csv withLimits(ReadLimits newLimits) {
        return new Csv(input, delimiter, quotes, newLimits);
    }

    @Override
    public String name() {
        return input.name();
    }

    /**
     * The columns of the header line; one without a name is called by its place: {@code "column 1"}.
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
