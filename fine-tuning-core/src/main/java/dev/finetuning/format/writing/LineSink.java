package dev.finetuning.format.writing;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Takes the lines of a data file, one by one. */
interface LineSink extends Closeable {
    /**
     * Takes a line.
     *
     * @param line the line with its line feed, and no other
     * @param news whether it shows a field, or a kind of value, that none before it did
     */
    void add(byte[] line, boolean news) throws IOException;

    /** Hears that there are no more lines: whatever has not been written is written now. */
    void writeTo(OutputStream out) throws IOException;

    @Override
    default void close() throws IOException {
        // nothing is held
    }

    /** Lines that are written as they come. */
    static LineSink to(OutputStream out) {
        return new LineSink() {
            @Override
            public void add(byte[] line, boolean news) throws IOException {
                out.write(line);
            }

            @Override
            public void writeTo(OutputStream same) {
                // they stand there already
            }
        };
    }
}
