package dev.finetuning.source.internal;

import dev.finetuning.example.Origin;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.source.JsonLinesPiece;
import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An open JSON Lines source. */
public final class LineRecords extends LookAhead {
    private final String name;
    private final ReadLimits limits;
    private final ByteWindow window;
    private final byte @Nullable [] arrayHead;
    private final boolean piece;
    private long line;
    private long row;

    /**
     * Opens a source.
     *
     * @param arrayField the field that a line becomes which is an array; null where an array is none
     */
    public LineRecords(Input input, ReadLimits limits, @Nullable String arrayField) {
        this(input.name(), limits, input.open(limits), arrayField, false);
    }

    private LineRecords(String name, ReadLimits limits, InputStream bytes, @Nullable String arrayField, boolean piece) {
        this.name = name;
        this.limits = limits;
        this.window = new ByteWindow(bytes, name);
        this.arrayHead =
                arrayField == null ? null : ("{" + JsonText.of(arrayField) + ":").getBytes(StandardCharsets.UTF_8);
        this.piece = piece;
    }

    /** Opens some lines of a source, which may hold no record. */
    public static LineRecords within(JsonLinesPiece.Start start, InputStream bytes, ReadLimits limits) {
        InputStream opened = bytes;
        if (start.lines() == 0) {
            opened = new Input(start.source(), () -> bytes, OptionalLong.empty()).open(limits);
        }
        LineRecords records = new LineRecords(start.source(), limits, opened, null, true);
        records.line = start.lines();
        records.row = start.rows();
        return records;
    }

    public long lines() {
        return line;
    }

    public long rows() {
        return row;
    }

    @Override
    @Nullable
    protected ReadResult advance() {
        while (true) {
            int length = lineLength();
            if (length < 0) {
                return end();
            }
            line++;
            if (length > limits.maxRecordBytes()) {
                skipLine();
                return tooLong(new Origin(name, line, ++row), limits);
            }
            int start = window.start();
            window.drop(Math.min(length + 1, window.length()));
            ReadResult result = record(start, start + length);
            if (result != null) {
                return result;
            }
        }
    }

    /** The length of the line at the window's start, over the limit if it is longer, or -1 at the end. */
    private int lineLength() {
        int seen = 0;
        while (true) {
            int start = window.start();
            int found = NewlineScan.next(window.bytes(), start + seen, start + window.length());
            if (found >= 0) {
                return found - start;
            }
            seen = window.length();
            if (seen > limits.maxRecordBytes() || !window.more()) {
                return seen == 0 ? -1 : seen;
            }
        }
    }

    private void skipLine() {
        while (true) {
            int start = window.start();
            int found = NewlineScan.next(window.bytes(), start, start + window.length());
            window.drop(found >= 0 ? found - start + 1 : window.length());
            if (found >= 0 || !window.more()) {
                return;
            }
        }
    }

    private @Nullable SourceRecord record(int from, int to) {
        byte[] bytes = window.bytes();
        int start = from;
        int end = to;
        while (end > start && isSpace(bytes[end - 1])) {
            end--;
        }
        while (start < end && isSpace(bytes[start])) {
            start++;
        }
        start += markAt(bytes, start, end);
        if (start == end) {
            return null;
        }
        if (arrayHead != null && bytes[start] == '[') {
            byte[] wrapped = wrapped(arrayHead, bytes, start, end);
            return SourceRecord.ofJson(new Origin(name, line, ++row), limits, wrapped, 0, wrapped.length);
        }
        if (row == 0 && bytes[start] == '[') {
            throw new UnreadableSourceException(
                    "wrong_format",
                    name,
                    line,
                    "This is a JSON array, not JSON Lines.",
                    "Read it as a JSON array, or let the format be detected.");
        }
        return SourceRecord.ofJson(new Origin(name, line, ++row), limits, bytes, start, end - start);
    }

    /** The length of the byte-order mark there, as files have it that were joined. */
    private static int markAt(byte[] bytes, int start, int end) {
        return end - start >= 3
                        && bytes[start] == (byte) 0xEF
                        && bytes[start + 1] == (byte) 0xBB
                        && bytes[start + 2] == (byte) 0xBF
                ? 3
                : 0;
    }

    private static byte[] wrapped(byte[] head, byte[] bytes, int start, int end) {
        byte[] wrapped = Arrays.copyOf(head, head.length + end - start + 1);
        System.arraycopy(bytes, start, wrapped, head.length, end - start);
        wrapped[wrapped.length - 1] = '}';
        return wrapped;
    }

    private @Nullable ReadResult end() {
        if (row == 0 && !piece) {
            throw new UnreadableSourceException(
                    "empty_source", name, 0, "It contains no records.", "Check that it was written completely.");
        }
        return null;
    }

    public static RejectedRecord tooLong(Origin origin, ReadLimits limits) {
        return RejectedRecord.of(
                origin,
                "record_too_long",
                "The record is longer than the limit of " + limits.maxRecordBytes() + " bytes.",
                "Shorten it, or raise ReadLimits.maxRecordBytes.");
    }

    public static boolean isSpace(int value) {
        return value == ' ' || value == '\t' || value == '\r' || value == '\n';
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
