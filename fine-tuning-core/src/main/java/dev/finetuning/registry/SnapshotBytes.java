package dev.finetuning.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers and texts, one after the other, in a buffer that grows. Not thread-safe. */
final class SnapshotBytes {
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    void number(int number) {
        room(Integer.BYTES).putInt(number);
    }

    void large(long number) {
        room(Long.BYTES).putLong(number);
    }

    void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.addExact(Math.max(2 * buffer.capacity(), 1 << 16), bytes);
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
        return buffer;
    }
}
