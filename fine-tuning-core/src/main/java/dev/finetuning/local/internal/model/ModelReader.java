package dev.finetuning.local.internal.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@link ModelWriter} wrote; a length beyond what is there is an error, not an allocation. */
public final class ModelReader {
    private final ByteBuffer in;

    public ModelReader(ByteBuffer in) {
        this.in = in;
    }

    public int number() throws IOException {
        if (in.remaining() < Integer.BYTES) {
            throw new IOException("it ends too early");
        }
        return in.getInt();
    }

    private int length(int bytesEach) throws IOException {
        int length = number();
        if (length < 0 || (long) length * bytesEach > in.remaining()) {
            throw new IOException("a length does not fit");
        }
        return length;
    }

    public int[] ints() throws IOException {
        int[] values = new int[length(Integer.BYTES)];
        in.asIntBuffer().get(values);
        in.position(in.position() + values.length * Integer.BYTES);
        return values;
    }

    public float[] floats() throws IOException {
        float[] values = new float[length(Float.BYTES)];
        in.asFloatBuffer().get(values);
        in.position(in.position() + values.length * Float.BYTES);
        return values;
    }

    public List<String> texts() throws IOException {
        int count = length(Integer.BYTES);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[length(1)];
            in.get(bytes);
            texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return texts;
    }

    public void end() throws IOException {
        require(!in.hasRemaining(), "there is data after its end");
    }

    public static void require(boolean condition, String what) throws IOException {
        if (!condition) {
            throw new IOException(what);
        }
    }
}
