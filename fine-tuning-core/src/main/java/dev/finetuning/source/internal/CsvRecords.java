package dev.finetuning.source.internal;

import dev.finetuning.example.Origin;
import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** An open CSV source over commons-csv. After a row the parser gives up on, a new one takes the rest. */
public final class CsvRecords extends LookAhead {
    private final String name;
    private final CsvReader reader;
    private final CSVFormat format;
    private final CsvHeader header;
    private final SwallowedRows rowCheck;
    private CSVParser parser;
    private Iterator<CSVRecord> rows;
    /** Lines that earlier parsers have taken. */
    private long linesBefore;

    private long row;
    /** Lines that are lost, one after another, and not told yet. */
    private long lost;

    private long lostUntil;

    private CsvRecords(String name, CsvReader reader, CSVFormat format, CsvHeader header) throws IOException {
        this.name = name;
        this.reader = reader;
        this.format = format;
        this.header = header;
        this.rowCheck = new SwallowedRows(format.getDelimiterString().charAt(0), header.size());
        this.linesBefore = reader.lines();
        this.parser = CSVParser.parse(reader, format);
        this.rows = parser.iterator();
    }

    public static CsvRecords open(Input input, @Nullable Character delimiter, boolean quotes, ReadLimits limits) {
        CsvReader reader = new CsvReader(input.open(limits), limits.maxRecordBytes());
        try {
            return open(input.name(), reader, delimiter, quotes);
        } catch (IOException e) {
            throw unreadableHeader(input.name(), e);
        } catch (UncheckedIOException e) {
            throw unreadableHeader(input.name(), e.getCause());
        }
    }

    private static CsvRecords open(String name, CsvReader reader, @Nullable Character given, boolean quotes)
            throws IOException {
        String line = headerLine(reader, quotes);
        Character declared = CsvHeader.declaredDelimiter(line);
        if (declared != null) {
            line = headerLine(reader, quotes);
        }
        Character wanted = given == null ? declared : given;
        char delimiter = wanted == null ? CsvHeader.delimiterOf(line) : wanted;
        if (!isWellFormed(line)) {
            throw new UnreadableSourceException(
                    "invalid_utf8",
                    name,
                    1,
                    "The header line is not UTF-8.",
                    "Save the file as UTF-8; it may be in Latin-1 or Windows-1252 now.");
        }
        CSVFormat format = format(delimiter, quotes, line);
        Iterator<CSVRecord> rows = CSVParser.parse(line, format).iterator();
        if (!rows.hasNext()) {
            throw new UnreadableSourceException(
                    "empty_source", name, 1, "It has no header line.", "Name the columns in the first line.");
        }
        CsvHeader header = CsvHeader.of(name, rows.next().values());
        if (rows.hasNext()) {
            throw new UnreadableSourceException(
                    "bare_carriage_returns",
                    name,
                    1,
                    "Its lines end in carriage returns alone.",
                    "Save it with LF or CRLF line ends.");
        }
        CsvRecords records = new CsvRecords(name, reader, format, header);
        if (!records.hasNext()) {
            throw new UnreadableSourceException(
                    "empty_source",
                    name,
                    1,
                    "It has a header line and no rows.",
                    "Check that it was written completely.");
        }
        return records;
    }

    /** The first record's text: lines until all quotes are closed, without blank lines before. */
    private static String headerLine(CsvReader reader, boolean quotes) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[1024];
        boolean quoted = false;
        int read;
        while ((read = reader.read(buffer, 0, buffer.length)) > 0) {
            text.append(buffer, 0, read);
            for (int i = 0; i < read; i++) {
                quoted ^= quotes && buffer[i] == '"';
            }
            if (buffer[read - 1] == '\n' && !quoted) {
                if (!text.toString().isBlank()) {
                    break;
                }
                text.setLength(0);
            }
        }
        return text.toString();
    }

    private static CSVFormat format(char delimiter, boolean quotes, String headerLine) {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .setQuote(quotes ? '"' : null)
                .setIgnoreSurroundingSpaces(quotes && CsvHeader.hasBlanksBeforeQuotes(headerLine, delimiter))
                .get();
    }

    @Override
    @Nullable
    protected ReadResult advance() {
        while (true) {
            if (lost < lostUntil) {
                return unclosed(new Origin(name, ++lost, ++row));
            }
            long line = linesBefore + parser.getCurrentLineNumber() + 1;
            long before = reader.lines();
            reader.beginRecord();
            try {
                if (!rows.hasNext()) {
                    return null;
                }
                String[] cells = rows.next().values();
                if (cells.length == 1 && cells[0].isEmpty() && header.size() > 1) {
                    continue;
                }
                if (rowCheck.mayBeIn(reader.lines() - before, cells.length)
                        && rowCheck.areIn(reader.record(), cells.length)) {
                    return resumed(new Origin(name, line, ++row));
                }
                return result(new Origin(name, line, ++row), cells);
            } catch (UncheckedIOException e) {
                return broken(new Origin(name, line, ++row), e.getCause());
            }
        }
    }

    private ReadResult result(Origin origin, String[] cells) {
        int columns = header.size();
        if (cells.length != columns) {
            return RejectedRecord.of(
                    origin,
                    "csv_cell_count",
                    "The row has " + cells.length + " cells, the header " + columns + ".",
                    "Quote cells that contain the delimiter, and fill in what is missing.");
        }
        int bad = reader.suspicious() ? columnNotUtf8(cells) : -1;
        if (bad >= 0) {
            return new RejectedRecord(
                    origin,
                    "invalid_utf8",
                    header.column(bad),
                    "The cell contains bytes that are not UTF-8.",
                    "Save the file as UTF-8; it may be in Latin-1 or Windows-1252 now.");
        }
        return SourceRecord.of(header.fields(cells), origin);
    }

    private ReadResult broken(Origin origin, @Nullable IOException cause) {
        boolean tooLong = cause instanceof CsvReader.TooLong;
        if (cause != null
                && !tooLong
                && !cause.getClass().getName().startsWith("org.apache.commons.csv")
                && !(cause.getMessage() != null && cause.getMessage().contains("EOF reached"))) {
            throw Input.failed(name, origin.line(), cause);
        }
        if (!tooLong || rowCheck.areIn(reader.record(), -1)) {
            return resumed(origin);
        }
        restart(true);
        return RejectedRecord.of(
                origin,
                "record_too_long",
                "The row is longer than the limit; lines " + origin.line() + " to "
                        + Math.max(origin.line(), linesBefore) + " are skipped.",
                "Close every quote, and double the quotes within a quoted cell.");
    }

    /** Gives up the line in which a quote went wrong, and reads on with the next. */
    private RejectedRecord resumed(Origin origin) {
        CharSequence record = reader.record();
        int end = SwallowedRows.lineEnd(record, 0);
        boolean whole = end <= record.length();
        if (whole && end < record.length() && !reader.readAgain(end)) {
            // hostile: each of its quotes runs on for long, so that its lines are lost rather than read for ever
            lost = origin.line();
            lostUntil = reader.lines();
        }
        restart(!whole);
        return unclosed(origin);
    }

    private static RejectedRecord unclosed(Origin origin) {
        return RejectedRecord.of(
                origin,
                "csv_quotes",
                "The quotes of the row do not match: one that opens on line " + origin.line()
                        + " is not closed in its cell.",
                "Close every quote, double the quotes within a quoted cell, or read the file with"
                        + " Csv.withoutQuotes() where quotes mean nothing.");
    }

    private void restart(boolean inMidLine) {
        try {
            if (inMidLine) {
                reader.beginRecord();
                reader.skipLine();
            }
            linesBefore = reader.lines();
            parser = CSVParser.parse(reader, format);
            rows = parser.iterator();
        } catch (IOException e) {
            throw Input.failed(name, linesBefore, e);
        }
    }

    private static int columnNotUtf8(String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            if (!isWellFormed(cells[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(code -> code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE);
    }

    private static UnreadableSourceException unreadableHeader(String name, @Nullable IOException cause) {
        return new UnreadableSourceException(
                "bad_header", name, 1, "The header line cannot be read.", "Check its quotes and its length.", cause);
    }

    @Override
    public List<String> columns() {
        return header.columns();
    }

    @Override
    public long consumed() {
        return reader.consumed();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw Input.failed(name, 0, e);
        }
    }
}
