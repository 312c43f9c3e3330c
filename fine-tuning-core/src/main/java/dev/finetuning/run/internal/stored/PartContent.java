package dev.finetuning.run.internal.stored;

import dev.finetuning.content.ContentSource;
import dev.finetuning.example.Example;
import dev.finetuning.internal.content.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Objects;

/** Examples as the bytes to store, written anew each time they are read, so that all of them are never in memory. */
record PartContent(Iterable<? extends Example> examples, long size, String hash) implements ContentSource {
    static PartContent of(Iterable<? extends Example> examples) throws IOException {
        MessageDigest digest = Sha256.start();
        long size = 0;
        for (Example example : examples) {
            byte[] line = line(example);
            digest.update(line);
            size += line.length;
        }
        return new PartContent(examples, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static byte[] line(Example example) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        StoredExample.write(example, line);
        return line.toByteArray();
    }

    @Override
    public InputStream open() {
        return new Lines(examples.iterator());
    }

    /** Writes one example at a time. */
    private static final class Lines extends InputStream {
        private final Iterator<? extends Example> examples;
        private byte[] line = new byte[0];
        private int next;

        Lines(Iterator<? extends Example> examples) {
            this.examples = examples;
        }

        private boolean atEnd() throws IOException {
            while (next == line.length) {
                if (!examples.hasNext()) {
                    return true;
                }
                line = line(examples.next());
                next = 0;
            }
            return false;
        }

        @Override
        public int read() throws IOException {
            return atEnd() ? -1 : line[next++] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            if (atEnd()) {
                return -1;
            }
            int count = Math.min(length, line.length - next);
            System.arraycopy(line, next, bytes, offset, count);
            next += count;
            return count;
        }
    }
}
