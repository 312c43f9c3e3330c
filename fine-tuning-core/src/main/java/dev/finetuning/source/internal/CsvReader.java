package dev.finetuning.source.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 for the CSV parser. A byte that is not UTF-8 becomes a lone low surrogate, which no
 * valid text holds, so that the one record it stands in can be rejected. A read never goes past a line
 * end: when the parser gives up on a record, the next line is still unread. A record longer than the
 * budget ends with {@link TooLong}.
 */
public final class CsvReader extends Reader {
    /** The record in hand is longer than the limit. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private final CharBuffer chars = CharBuffer.allocate(1 << 16).flip();
    private final int limit;
    private int budget;
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
        if (!chars.hasRemaining() && !fill()) {
            return -1;
        }
        char[] source = chars.array();
        int from = chars.position();
        int to = Math.min(chars.limit(), from + length);
        int end = from;
        while (end < to && source[end++] != '\n') {
            // the loop's condition does the work
        }
        lines += source[end - 1] == '\n' ? 1 : 0;
        System.arraycopy(source, from, target, offset, end - from);
        chars.position(end);
        budget -= end - from;
        if (budget < 0) {
            throw new TooLong();
        }
        return end - from;
    }

    private boolean fill() throws IOException {
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
