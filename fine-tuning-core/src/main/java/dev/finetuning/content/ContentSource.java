package dev.finetuning.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes to store. They can be read more than once, so that a store can try again. */
public interface ContentSource {
    /** How many bytes there are. */
    long size();

    /**
     * The bytes from the start, the same at each call.
     *
     * @throws IOException if they cannot be read
     */
    InputStream open() throws IOException;

    /** Bytes in memory. */
    static ContentSource of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return new ContentSource() {
            @Override
            public long size() {
                return copy.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(copy);
            }
        };
    }
}
