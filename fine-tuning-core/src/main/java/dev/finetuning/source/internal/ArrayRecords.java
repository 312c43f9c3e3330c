package dev.finetuning.source.internal;

import dev.finetuning.example.Origin;
import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import org.jspecify.annotations.Nullable;

/** An open JSON array: elements are cut out by {@link ElementScan} and parsed one by one. */
public final class ArrayRecords extends LookAhead {
    private final String name;
    private final ReadLimits limits;
    private final ByteWindow window;
    private final ElementScan scan = new ElementScan();
    private long line = 1;
    private long row;
    private boolean commaSeen = true;
    private boolean ended;
    private final boolean isArray;

    private ArrayRecords(Input input, ReadLimits limits, boolean isArray) {
        this.name = input.name();
        this.limits = limits;
        this.window = new ByteWindow(input.open(limits), name);
        this.isArray = isArray;
    }

    /** The elements of an array. */
    public static ArrayRecords ofArray(Input input, ReadLimits limits) {
        ArrayRecords records = new ArrayRecords(input, limits, true);
        records.openArray();
        return records;
    }

    /** Objects with white space between them. */
    public static ArrayRecords ofObjects(Input input, ReadLimits limits) {
        return new ArrayRecords(input, limits, false);
    }

    private void openArray() {
        int first = skipSpace();
        if (first != '[') {
            window.close();
            throw first < 0
                    ? new UnreadableSourceException(
                            "empty_source", name, 0, "It contains no records.", "Check that it was written completely.")
                    : new UnreadableSourceException(
                            "wrong_format",
                            name,
                            line,
                            "This is not a JSON array.",
                            "Read it as JSON Lines, or let the format be detected.");
        }
        window.drop(1);
    }

    @Override
    @Nullable
    protected ReadResult advance() {
        if (!isArray) {
            return nextObject();
        }
        while (!ended) {
            int first = skipSpace();
            if (first < 0) {
                ended = true;
                return rejected(here(), "The array is never closed.", "The file was probably cut; write it again.");
            }
            if (first == ']') {
                window.drop(1);
                ended = true;
                return commaSeen && row > 0
                        ? rejected(here(), "There is a comma after the last element.", "Take the comma out.")
                        : afterArray();
            }
            if (first == ',') {
                window.drop(1);
                if (commaSeen) {
                    return rejected(here(), "There is a comma without an element.", "Take the comma out.");
                }
                commaSeen = true;
            } else if (!commaSeen) {
                commaSeen = true;
                return rejected(here(), "A comma is missing before the next element.", "Put it there.");
            } else {
                return element();
            }
        }
        return null;
    }

    private @Nullable ReadResult nextObject() {
        if (skipSpace() >= 0) {
            return element();
        }
        if (row == 0) {
            throw new UnreadableSourceException(
                    "empty_source", name, 0, "It contains no records.", "Check that it was written completely.");
        }
        return null;
    }

    private ReadResult element() {
        commaSeen = false;
        Origin origin = new Origin(name, line, ++row);
        scan.begin();
        int length = 0;
        boolean tooLong = false;
        while (true) {
            if (length == window.length()) {
                if (!window.more()) {
                    break;
                }
                continue;
            }
            int value = window.at(length);
            if (length > 0 && scan.endsBefore(value)) {
                break;
            }
            length++;
            line += value == '\n' ? 1 : 0;
            if (scan.endsWith(value)) {
                break;
            }
            if (length > limits.maxRecordBytes()) {
                tooLong = true;
                window.drop(length);
                length = 0;
            }
        }
        int start = window.start();
        window.drop(length);
        if (tooLong) {
            return LineRecords.tooLong(origin, limits);
        }
        return SourceRecord.ofJson(origin, limits, window.bytes(), start, length);
    }

    private @Nullable ReadResult afterArray() {
        if (row == 0) {
            throw new UnreadableSourceException(
                    "empty_source", name, line, "The array is empty.", "Check that it was written completely.");
        }
        if (skipSpace() >= 0) {
            return RejectedRecord.of(
                    here(), "trailing_data", "Something follows the array.", "Put all records into one array.");
        }
        return null;
    }

    /** The next byte that is not white space, which stays unread, or -1. */
    private int skipSpace() {
        while (true) {
            if (window.length() == 0 && !window.more()) {
                return -1;
            }
            if (window.length() > 0) {
                int value = window.at(0);
                if (!LineRecords.isSpace(value)) {
                    return value & 0xFF;
                }
                line += value == '\n' ? 1 : 0;
                window.drop(1);
            }
        }
    }

    private Origin here() {
        return new Origin(name, line, row);
    }

    private static RejectedRecord rejected(Origin origin, String message, String remedy) {
        return RejectedRecord.of(origin, "invalid_json", message, remedy);
    }

    @Override
    public long consumed() {
        return window.consumed();
    }

    @Override
    public void close() {
        window.close();
    }
}
