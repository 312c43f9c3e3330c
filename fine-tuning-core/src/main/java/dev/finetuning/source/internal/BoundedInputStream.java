package dev.finetuning.source.internal;

import dev.finetuning.source.UnreadableSourceException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what passes and stops at a cap with a typed failure. */
public final class BoundedInputStream extends FilterInputStream {
    private final String name;
    private final long cap;
    private long count;

    public BoundedInputStream(InputStream in, String name, long cap) {
        super(in);
        this.name = name;
        this.cap = cap;
    }

    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            add(1);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            add(read);
        }
        return read;
    }

    private void add(long read) {
        count += read;
        if (count > cap) {
            throw new UnreadableSourceException(
                    "document_too_long",
                    name,
                    0,
                    "It is longer than the limit of " + cap + " bytes.",
                    "Split it, or raise ReadLimits.maxDocumentBytes.");
        }
    }
}
