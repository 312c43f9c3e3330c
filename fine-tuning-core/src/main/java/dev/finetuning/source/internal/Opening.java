package dev.finetuning.source.internal;

import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.UnreadableSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** Looks at the first bytes of a source and decides what may follow. */
public record Opening(String name, ReadLimits limits) {
    private static final int LOOK = 4;

    public InputStream open(InputStream raw) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, LOOK);
        byte[] head = in.readNBytes(LOOK);
        if (head.length == 0) {
            in.close();
            throw unreadable("empty_source", "It is empty.", "Check that it was written completely.");
        }
        if (starts(head, 0x1F, 0x8B)) {
            in.unread(head);
            return unpacked(in);
        }
        refuseOtherFormats(in, head);
        int mark = starts(head, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        if (mark == head.length) {
            in.close();
            throw unreadable(
                    "empty_source", "It contains only a byte-order mark.", "Check that it was written completely.");
        }
        in.unread(head, mark, head.length - mark);
        return new BoundedInputStream(in, name, limits.maxDocumentBytes());
    }

    private InputStream unpacked(PushbackInputStream in) throws IOException {
        if (limits.maxInflatedBytes() == 0) {
            in.close();
            throw unreadable(
                    "compressed", "It is packed with gzip.", "Unpack it, or allow it with ReadLimits.withGzip.");
        }
        BoundedInputStream packed = new BoundedInputStream(in, name, limits.maxDocumentBytes());
        // what is packed twice is refused: a file can hold itself
        return new Opening(name, limits.withGzip(0))
                .open(new InflationGuard(new GZIPInputStream(packed, 1 << 16), packed, this));
    }

    private void refuseOtherFormats(InputStream in, byte[] head) throws IOException {
        if (starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF) || looksWide(head)) {
            in.close();
            throw unreadable("wrong_encoding", "It is in UTF-16 or UTF-32.", "Save it as UTF-8.");
        }
        if (starts(head, 'P', 'K', 3, 4)) {
            in.close();
            throw unreadable("wrong_format", "It is a ZIP archive or an Excel workbook.", "Export it as CSV in UTF-8.");
        }
        if (starts(head, 'P', 'A', 'R', '1')) {
            in.close();
            throw unreadable("wrong_format", "It is a Parquet file.", "Export it as JSON Lines.");
        }
    }

    public UnreadableSourceException unreadable(String code, String message, String remedy) {
        return new UnreadableSourceException(code, name, 0, message, remedy);
    }

    private static boolean looksWide(byte[] head) {
        return head.length == LOOK && ((head[0] == 0 && head[2] == 0) || (head[1] == 0 && head[3] == 0));
    }

    private static boolean starts(byte[] head, int... expected) {
        if (head.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((head[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
