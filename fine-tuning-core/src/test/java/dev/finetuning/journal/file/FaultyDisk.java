package dev.finetuning.journal.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A disk in memory whose plug can be pulled at any of its operations. After that every operation fails,
 * until {@link #restart} shows what a new process finds.
 */
final class FaultyDisk implements Disk {
    /** What remains of what was written and not forced. */
    enum Loss {
        /** All of it: only the process died. The operation under way may have happened in part. */
        NOTHING,
        /** None of it: the power failed, and the operating system had written nothing yet. */
        UNFORCED,
        /** Any stretch of it, in any order, the rest being zeros: the power failed in the middle. */
        SCATTERED
    }

    private static final int SECTOR = 16;

    private final Map<Path, Content> files = new HashMap<>();
    private final Map<Path, Long> heads = new HashMap<>();
    private final Loss loss;
    private final Random random;
    private long operationsLeft = Long.MAX_VALUE;
    private long operations;

    FaultyDisk(Loss loss, long seed) {
        this.loss = loss;
        random = new Random(seed);
    }

    /** A file as the operating system shows it and as it lies on the platter. */
    private static final class Content {
        private byte[] seen = new byte[0];
        private byte[] safe = new byte[0];
    }

    /** Lets that many operations happen; the next one is cut short. */
    void pullThePlugAfter(long count) {
        operationsLeft = count;
    }

    long operations() {
        return operations;
    }

    /** The disk as the next process finds it, with the plug in again. */
    void restart() {
        operationsLeft = Long.MAX_VALUE;
        if (loss != Loss.NOTHING) {
            heads.clear();
            files.values().forEach(content -> {
                content.seen = loss == Loss.UNFORCED ? content.safe : scattered(content);
                content.safe = content.seen.clone();
            });
        }
    }

    private byte[] scattered(Content content) {
        int length = Math.min(content.safe.length, content.seen.length)
                + (content.seen.length > content.safe.length
                        ? random.nextInt(content.seen.length - content.safe.length + 1)
                        : 0);
        byte[] found = Arrays.copyOf(content.safe, length);
        for (int at = 0; at < length; at += SECTOR) {
            if (random.nextBoolean()) {
                int end = Math.min(length, at + SECTOR);
                System.arraycopy(content.seen, at, found, at, end - at);
            }
        }
        return found;
    }

    /** Whether the operation happens in full; if not, it is the one cut short. */
    private boolean step() throws IOException {
        operations++;
        if (operationsLeft < 0) {
            throw new IOException("the plug is out");
        }
        return operationsLeft-- > 0;
    }

    private static IOException cut() {
        return new IOException("the plug was pulled");
    }

    /** Puts bytes in the place of a file, as damage would. */
    void damage(Path file, byte[] bytes) {
        Content content = files.get(file);
        content.seen = bytes.clone();
        content.safe = bytes.clone();
    }

    byte[] bytes(Path file) {
        return files.get(file).seen.clone();
    }

    Map<Path, Long> heads() {
        return Map.copyOf(heads);
    }

    void heads(Map<Path, Long> words) {
        heads.clear();
        heads.putAll(words);
    }

    @Override
    public Store open(Path file) throws IOException {
        if (!step()) {
            throw cut();
        }
        return new FaultyStore(files.computeIfAbsent(file, name -> new Content()));
    }

    @Override
    public boolean exists(Path file) {
        return files.containsKey(file);
    }

    @Override
    public byte[] readAll(Path file) throws IOException {
        if (!step()) {
            throw cut();
        }
        return bytes(file);
    }

    @Override
    public void replace(Path file, byte[] bytes) throws IOException {
        if (!step()) {
            throw cut();
        }
        files.computeIfAbsent(file, name -> new Content());
        damage(file, bytes);
    }

    @Override
    public Head head(Path file) throws IOException {
        if (!step()) {
            throw cut();
        }
        return new Head() {
            @Override
            public long get() {
                return heads.getOrDefault(file, 0L);
            }

            @Override
            public boolean replace(long expected, long word) {
                boolean replaced = operationsLeft >= 0 && get() == expected;
                if (replaced) {
                    heads.put(file, word);
                }
                return replaced || operationsLeft < 0;
            }

            @Override
            public boolean inPlace() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private final class FaultyStore implements Store {
        private final Content content;

        FaultyStore(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.seen.length;
        }

        @Override
        public int read(long position, byte[] into, int count) throws IOException {
            if (!step()) {
                throw cut();
            }
            int read = (int) Math.max(0, Math.min(count, content.seen.length - position));
            System.arraycopy(content.seen, (int) position, into, 0, read);
            return read;
        }

        @Override
        public void append(byte[] from, int count) throws IOException {
            boolean whole = step();
            int written = whole ? count : random.nextInt(count + 1);
            int position = content.seen.length;
            content.seen = Arrays.copyOf(content.seen, position + written);
            System.arraycopy(from, 0, content.seen, position, written);
            if (!whole) {
                throw cut();
            }
        }

        @Override
        public void force() throws IOException {
            boolean whole = step();
            if (whole || random.nextBoolean()) {
                content.safe = content.seen.clone();
            }
            if (!whole) {
                throw cut();
            }
        }

        @Override
        public boolean inPlace() {
            return true;
        }

        @Override
        public void close() {}
    }
}
