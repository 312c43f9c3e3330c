package dev.finetuning.source.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes UTF-8 for the CSV parser. A byte that is not UTF-8 becomes a lone low surrogate, which no
 * valid text holds, so that the one record it stands in can be rejected. A read never goes past a line
 * end: when the parser gives up on a record, the next line is still unread. Lines that a quote took into a
 * record can be read again. A record longer than the
 * budget ends with {@link TooLong}.
 */
public final class CsvReader extends Reader {
    /** The current record is longer than the limit. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private final CharBuffer chars = CharBuffer.allocate(1 << 16).flip();
    private final int limit;
    private int budget;
    /** The text of the current record, as far as it has been copied; the rest is still where it was read. */
    private char[] kept = new char[1024];

    private int keptLength;
    private char @Nullable [] rest;
    private int restFrom;
    private int restTo;
    /** Text to be read again, before anything else. */
    private char[] again = new char[0];

    private int againFrom;
    private long taken;
    private long takenAgain;
    private boolean ended;
    private boolean suspicious;
    private long lines;
    private long consumed;

    public CsvReader(InputStream in, int maxRecordLength) {
        this.in = in;
        this.limit = maxRecordLength;
        this.budget = maxRecordLength;
    }

    /** A new record begins: it has the whole budget. */
    public void beginRecord() {
        budget = limit;
        keptLength = 0;
        rest = null;
    }

    /** What has been read of the current record. */
    CharSequence record() {
        keepRest();
        return CharBuffer.wrap(kept, 0, keptLength);
    }

    /**
     * Reads the text of the current record again from that place.
     *
     * @return false where so much has been read twice already that it would no longer be in linear time
     */
    boolean readAgain(int from) {
        keepRest();
        int length = keptLength - from;
        if (takenAgain + length > 2 * taken) {
            return false;
        }
        takenAgain += length;
        for (int i = from; i < keptLength; i++) {
            lines -= kept[i] == '\n' ? 1 : 0;
        }
        if (againFrom < again.length) {
            // all of it came from there
            againFrom -= length;
        } else {
            again = Arrays.copyOfRange(kept, from, keptLength);
            againFrom = 0;
        }
        beginRecord();
        return true;
    }

    /** Whether anything so far was not UTF-8. */
    public boolean suspicious() {
        return suspicious;
    }

    /** Line ends handed out so far. */
    public long lines() {
        return lines;
    }

    public long consumed() {
        return consumed;
    }

    /** Skips to the next line's start; false at the end. */
    public boolean skipLine() throws IOException {
        while (againFrom < again.length) {
            if (again[againFrom++] == '\n') {
                lines++;
                return true;
            }
        }
        while (chars.hasRemaining() || fill()) {
            while (chars.hasRemaining()) {
                if (chars.get() == '\n') {
                    lines++;
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        boolean repeated = againFrom < again.length;
        if (!repeated && !chars.hasRemaining() && !fill()) {
            return -1;
        }
        char[] source = repeated ? again : chars.array();
        int from = repeated ? againFrom : chars.position();
        int to = Math.min(repeated ? again.length : chars.limit(), from + length);
        int end = from;
        while (end < to && source[end++] != '\n') {
            // the loop's condition does the work
        }
        lines += source[end - 1] == '\n' ? 1 : 0;
        System.arraycopy(source, from, target, offset, end - from);
        if (rest != source || restTo != from) {
            keepRest();
            rest = source;
            restFrom = from;
        }
        restTo = end;
        if (repeated) {
            againFrom = end;
        } else {
            chars.position(end);
            taken += end - from;
        }
        budget -= end - from;
        if (budget < 0) {
            throw new TooLong();
        }
        return end - from;
    }

    private void keepRest() {
        if (rest == null) {
            return;
        }
        int length = restTo - restFrom;
        if (keptLength + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, keptLength + length));
        }
        System.arraycopy(rest, restFrom, kept, keptLength, length);
        keptLength += length;
        rest = null;
    }

    private boolean fill() throws IOException {
        keepRest();
        chars.clear();
        while (chars.position() == 0) {
            if (!ended) {
                bytes.compact();
                int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
                ended = read < 0;
                consumed += Math.max(0, read);
                bytes.position(bytes.position() + Math.max(0, read)).flip();
            }
            decode();
            if (ended && !bytes.hasRemaining()) {
                break;
            }
        }
        chars.flip();
        return chars.hasRemaining();
    }

    private void decode() {
        CoderResult result = decoder.decode(bytes, chars, ended);
        while (result.isError() && chars.remaining() >= result.length()) {
            suspicious = true;
            for (int i = 0; i < result.length(); i++) {
                chars.put((char) (0xDC00 | (bytes.get() & 0xFF)));
            }
            result = decoder.decode(bytes, chars, ended);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
