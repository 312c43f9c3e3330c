package dev.finetuning.journal.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A disk in memory that several pretended processes use, with a place before every operation where another
 * may come first. A write shows half of itself before it shows the rest; no other write begins in between.
 */
final class SharedDisk {
    /** Where a write lands. */
    enum Landing {
        /** Behind all there is, as every file system does. */
        AT_THE_END,
        /** Where the writer believed the end to be, as it would without {@code O_APPEND}. */
        WHERE_THE_WRITER_SAW_THE_END
    }

    private final Map<Path, Content> files = new HashMap<>();
    private final Map<Path, Long> heads = new HashMap<>();
    private final Landing landing;

    SharedDisk(Landing landing) {
        this.landing = landing;
    }

    /** What lets a process do its next operation. */
    @FunctionalInterface
    interface Gate {
        /** Waits for its turn; the operation begins only while no write is under way, if it is a write itself. */
        void pass(boolean beginsWrite, boolean endsWrite) throws IOException;

        /** A gate that is always open. */
        static Gate open() {
            return (begins, ends) -> {};
        }
    }

    private static final class Content {
        private byte[] seen = new byte[0];
        private int safe;
        private final List<Integer> starts = new ArrayList<>();

        /** Zeros in the place of the oldest write that was not forced; later ones reached the platter. */
        private void loseOldest() {
            if (!starts.isEmpty()) {
                int end = starts.size() > 1 ? starts.get(1) : seen.length;
                Arrays.fill(seen, starts.get(0), end, (byte) 0);
            }
        }
    }

    /** What the power takes of what was not forced. */
    enum Loss {
        ALL,
        THE_OLDEST_WRITE
    }

    void failPower(Loss loss) {
        heads.clear();
        files.values().forEach(content -> {
            if (loss == Loss.ALL) {
                content.seen = Arrays.copyOf(content.seen, content.safe);
            } else {
                content.loseOldest();
            }
        });
    }

    /** The disk as one process sees it. */
    Disk as(Gate gate) {
        return new View(gate);
    }

    private final class View implements Disk {
        private final Gate gate;

        View(Gate gate) {
            this.gate = gate;
        }

        @Override
        public Store open(Path file) {
            synchronized (SharedDisk.this) {
                return new View.Log(files.computeIfAbsent(file, name -> new Content()));
            }
        }

        @Override
        public boolean exists(Path file) {
            synchronized (SharedDisk.this) {
                return files.containsKey(file);
            }
        }

        @Override
        public byte[] readAll(Path file) {
            throw new IllegalStateException("no snapshots here");
        }

        @Override
        public void replace(Path file, byte[] content) {
            throw new IllegalStateException("no snapshots here");
        }

        @Override
        public Head head(Path file) {
            return new Word(file);
        }

        private final class Word implements Head {
            private final Path file;

            Word(Path file) {
                this.file = file;
            }

            @Override
            public long get() {
                synchronized (SharedDisk.this) {
                    return heads.getOrDefault(file, 0L);
                }
            }

            @Override
            public boolean replace(long expected, long word) {
                synchronized (SharedDisk.this) {
                    boolean same = get() == expected;
                    if (same) {
                        heads.put(file, word);
                    }
                    return same;
                }
            }

            @Override
            public boolean inPlace() {
                return true;
            }

            @Override
            public void close() {}
        }

        private final class Log implements Store {
            private final Content content;
            private long seenSize;

            Log(Content content) {
                this.content = content;
            }

            @Override
            public long size() throws IOException {
                gate.pass(false, false);
                synchronized (SharedDisk.this) {
                    seenSize = content.seen.length;
                    return seenSize;
                }
            }

            @Override
            public int read(long position, byte[] into, int count) {
                synchronized (SharedDisk.this) {
                    int read = (int) Math.max(0, Math.min(count, content.seen.length - position));
                    System.arraycopy(content.seen, (int) position, into, 0, read);
                    return read;
                }
            }

            @Override
            public void append(byte[] from, int count) throws IOException {
                gate.pass(true, false);
                int half = count / 2;
                int at = put((int) seenSize, from, 0, half, landing == Landing.AT_THE_END);
                gate.pass(false, true);
                put(at + half, from, half, count - half, landing == Landing.AT_THE_END);
            }

            private int put(int wanted, byte[] from, int start, int count, boolean atTheEnd) {
                synchronized (SharedDisk.this) {
                    int at = atTheEnd ? content.seen.length : wanted;
                    content.starts.add(at);
                    content.seen = Arrays.copyOf(content.seen, Math.max(content.seen.length, at + count));
                    System.arraycopy(from, start, content.seen, at, count);
                    return at;
                }
            }

            @Override
            public void force() throws IOException {
                gate.pass(false, false);
                synchronized (SharedDisk.this) {
                    content.safe = content.seen.length;
                    content.starts.clear();
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
}
