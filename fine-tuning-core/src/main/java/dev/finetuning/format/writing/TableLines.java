package dev.finetuning.format.writing;

import dev.finetuning.internal.io.TemporaryFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Lines on their way to a reader of tables. Hugging Face's {@code datasets} takes the columns, down to the fields
 * of messages and the kinds of their values, from the first ten megabytes and fails at a later line that has
 * another one, or makes text of its value. So a late line that is the first to show something moves to the front;
 * all others keep their order. Lines wait in a file of their own.
 */
final class TableLines implements LineSink {
    /** Less than any version of the reader looks at. */
    static final long LOOKED_AT = 8L << 20;

    private final Path draft;
    private final OutputStream out;
    private final BitSet moved = new BitSet();
    private long bytes;
    private int lines;

    /** Begins with no lines; they wait in a folder, made where it is missing. */
    TableLines(Path folder) throws IOException {
        Files.createDirectories(folder);
        draft = TemporaryFiles.create(folder);
        out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16);
    }

    @Override
    public void add(byte[] line, boolean news) throws IOException {
        out.write(line);
        if (news && bytes + line.length > LOOKED_AT) {
            moved.set(lines);
        }
        bytes += line.length;
        lines++;
    }

    /** Writes all lines, those that moved first. */
    @Override
    public void writeTo(OutputStream target) throws IOException {
        out.close();
        if (!moved.isEmpty()) {
            copy(target, true);
        }
        copy(target, false);
    }

    private void copy(OutputStream target, boolean which) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(draft), 1 << 16);
                OutputStream buffered = new BufferedOutputStream(new Unclosed(target), 1 << 16)) {
            int line = 0;
            boolean wanted = moved.get(0) == which;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (wanted) {
                    buffered.write(b);
                }
                if (b == '\n') {
                    line++;
                    wanted = moved.get(line) == which;
                }
            }
        }
    }

    /** Deletes the file in which they waited. */
    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** A stream that others close. */
    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
