package dev.finetuning.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/** Something at a position, as bytes for the way to another task, written by {@link Wire}. Immutable. */
final class Packed implements Serializable, Reading.Placed {
    private static final long serialVersionUID = 1L;

    private final long position;
    private final byte[] bytes;

    private Packed(long position, byte[] bytes) {
        this.position = position;
        this.bytes = bytes;
    }

    @Override
    public long position() {
        return position;
    }

    /** Writes a value. */
    @FunctionalInterface
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads a value. */
    @FunctionalInterface
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static Packed of(long position, Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            writer.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return new Packed(position, bytes.toByteArray());
    }

    <T> T read(Reader<T> reader) {
        try {
            return reader.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }
}
