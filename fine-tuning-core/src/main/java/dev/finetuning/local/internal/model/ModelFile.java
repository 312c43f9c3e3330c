package dev.finetuning.local.internal.model;

import dev.finetuning.local.CorruptModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A model on disk: the magic number {@code FTLM}, version, kind, the body, and the CRC-32C of all that
 * stands before it.
 */
public final class ModelFile {
    private static final int MAGIC = 0x46544c4d;
    private static final int VERSION = 1;
    private static final int LINEAR = 1;
    private static final int NEAREST = 2;
    private static final int MIN_BYTES = 4 * Integer.BYTES;

    private ModelFile() {}

    public static void write(OutputStream out, ModelBody body) throws IOException {
        CRC32C crc = new CRC32C();
        CheckedOutputStream checked = new CheckedOutputStream(out, crc);
        ModelWriter writer = new ModelWriter(checked);
        writer.number(MAGIC);
        writer.number(VERSION);
        writer.number(body instanceof LinearBody ? LINEAR : NEAREST);
        body.write(writer);
        writer.number((int) crc.getValue());
    }

    /**
     * Reads a model.
     *
     * @throws CorruptModelException if the file is not exactly what was written
     * @throws IOException if it cannot be read at all
     */
    public static ModelBody read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return parse(bytes);
        } catch (IOException e) {
            throw new CorruptModelException(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static ModelBody parse(byte[] bytes) throws IOException {
        ModelReader.require(bytes.length >= MIN_BYTES, "it has only " + bytes.length + " bytes");
        int end = bytes.length - Integer.BYTES;
        ModelReader reader = new ModelReader(ByteBuffer.wrap(bytes, 0, end));
        ModelReader.require(reader.number() == MAGIC, "it is not a model of this provider");
        int version = reader.number();
        ModelReader.require(version == VERSION, "its version is " + version + ", known is " + VERSION);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, end);
        ModelReader.require((int) crc.getValue() == ByteBuffer.wrap(bytes).getInt(end), "its checksum is wrong");
        int kind = reader.number();
        ModelReader.require(kind == LINEAR || kind == NEAREST, "its kind is " + kind);
        ModelBody body = kind == LINEAR ? LinearBody.read(reader) : NearestBody.read(reader);
        reader.end();
        return body;
    }
}
