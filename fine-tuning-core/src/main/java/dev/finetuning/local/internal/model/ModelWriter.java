package dev.finetuning.local.internal.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes numbers and texts, big-endian, arrays and texts after their length. */
public final class ModelWriter {
    private static final int CHUNK = 16_384;

    private final OutputStream out;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Integer.BYTES);

    public ModelWriter(OutputStream out) {
        this.out = out;
    }

    public void number(int value) throws IOException {
        buffer.putInt(value);
        flush();
    }

    public void ints(int[] values) throws IOException {
        number(values.length);
        for (int from = 0; from < values.length; from += CHUNK) {
            for (int i = from; i < Math.min(values.length, from + CHUNK); i++) {
                buffer.putInt(values[i]);
            }
            flush();
        }
    }

    public void floats(float[] values) throws IOException {
        number(values.length);
        for (int from = 0; from < values.length; from += CHUNK) {
            for (int i = from; i < Math.min(values.length, from + CHUNK); i++) {
                buffer.putFloat(values[i]);
            }
            flush();
        }
    }

    public void texts(List<String> texts) throws IOException {
        number(texts.size());
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            number(bytes.length);
            out.write(bytes);
        }
    }

    private void flush() throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
