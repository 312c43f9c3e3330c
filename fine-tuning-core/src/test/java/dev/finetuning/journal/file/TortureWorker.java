package dev.finetuning.journal.file;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalException;
import dev.finetuning.journal.JournalSnapshot;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A process that appends to a journal until it is killed or has done its share, and notes what was
 * acknowledged. Half of its threads use a second copy of the library in a class loader of its own. Others read every
 * file of the folder as a backup would, open and close journals, spend money under a lease by a clock that jumps,
 * append to a disk that is full now and then, and to files that somebody deletes and cuts.
 */
final class TortureWorker {
    private final Path folder;
    private final Path notes;
    private final String name;
    private final int streams;
    private final int appends;
    private final Durability durability;

    private TortureWorker(String[] arguments) {
        folder = Path.of(arguments[0]);
        notes = Path.of(arguments[1]);
        name = arguments[2];
        streams = Integer.parseInt(arguments[3]);
        appends = Integer.parseInt(arguments[4]);
        durability = Durability.valueOf(arguments[5]);
    }

    /** Arguments: folder, folder for notes, name, streams, appends of each thread, durability, threads. */
    public static void main(String[] arguments) throws Exception {
        TortureWorker worker = new TortureWorker(arguments);
        int threads = Integer.parseInt(arguments[6]);
        List<Thread> appending = new ArrayList<>();
        ClassLoader other = otherLoader();
        for (int i = 0; i < threads; i++) {
            String thread = worker.name + "-" + i;
            boolean ownLoader = i % 2 == 1;
            appending.add(worker.start(() -> {
                if (ownLoader) {
                    Class<?> copy = Class.forName(TortureWorker.class.getName(), true, other);
                    Method append = copy.getDeclaredMethod("append", String[].class, String.class);
                    append.setAccessible(true);
                    append.invoke(null, arguments, thread);
                } else {
                    append(arguments, thread);
                }
            }));
        }
        List<Thread> others = List.of(
                worker.start(worker::readEveryFile),
                worker.start(worker::openAndClose),
                worker.start(() -> new TortureSpender(worker.folder, worker.name).run()),
                worker.start(() -> worker.appendWhereTheDiskIsFull(worker.notes.resolveSibling("full"))),
                worker.start(() -> worker.appendToHarmedFiles(worker.notes.resolveSibling("harmed"))));
        for (Thread each : appending) {
            each.join();
        }
        others.forEach(Thread::interrupt);
    }

    private static ClassLoader otherLoader() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** Work of a thread. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException end) {
                // asked to stop
            } catch (Throwable untyped) {
                note(notes, "failed", untyped);
                Runtime.getRuntime().halt(3);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void note(Path notes, String kind, Throwable failure) {
        Path file = notes.resolve(
                kind + "-" + System.nanoTime() + "-" + Thread.currentThread().getId());
        try (PrintWriter out = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
            failure.printStackTrace(out);
        } catch (IOException e) {
            Runtime.getRuntime().halt(4);
        }
    }

    /** Appends, and notes each acknowledgement as a line: stream, place, entries, body. */
    static void append(String[] arguments, String thread) throws IOException {
        TortureWorker worker = new TortureWorker(arguments);
        Random random = new Random(thread.hashCode());
        try (Journal journal = FileJournal.in(worker.folder, worker.durability);
                FileOutputStream acknowledged = new FileOutputStream(
                        worker.notes.resolve("acks-" + thread).toFile(), true)) {
            for (int i = 0; i < worker.appends; i++) {
                worker.append(journal, acknowledged, thread + "-" + i, random);
            }
        }
    }

    private void append(Journal journal, FileOutputStream acknowledged, String body, Random random) throws IOException {
        String stream = "s" + random.nextInt(streams);
        int count = 1 + (random.nextInt(8) == 0 ? random.nextInt(4) : 0);
        String padding = "x".repeat(random.nextInt(500) == 0 ? 20_000 : random.nextInt(40));
        List<JournalEntry> entries = Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> new JournalEntry("t", Instant.EPOCH, body + "." + i + " " + padding))
                .toList();
        try {
            long expected = random.nextBoolean() ? Journal.ANY_SIZE : journal.size(stream);
            long size = journal.append(stream, expected, entries);
            String line = stream + " " + (size - count) + " " + count + " " + body + "\n";
            acknowledged.write(line.getBytes(StandardCharsets.UTF_8));
            if (random.nextInt(200) == 0) {
                journal.saveSnapshot(stream, new JournalSnapshot(size, "f", new byte[] {1}));
            }
            if (random.nextInt(50) == 0) {
                journal.read(stream, Math.max(0, size - 5), 10);
            }
        } catch (JournalConflictException somebodyElseWasFirst) {
            // decided on the past, as it should be
        } catch (JournalException typed) {
            note(notes, "typed", typed);
        }
    }

    private void readEveryFile() throws Exception {
        while (true) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    try (InputStream in = Files.newInputStream(file)) {
                        in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException gone) {
                        // a temporary file
                    }
                    Thread.sleep(1);
                }
            }
        }
    }

    /** Every failure is typed, and what was acknowledged is there when the disk has room again. */
    private void appendWhereTheDiskIsFull(Path disk) throws Exception {
        if (!Files.isDirectory(disk)) {
            return; // mounting needs root
        }
        try (Journal journal = FileJournal.in(disk.resolve("journal"), durability);
                FileOutputStream acknowledged =
                        new FileOutputStream(notes.resolve("full-acks-" + name).toFile(), true)) {
            for (int i = 0; ; i++) {
                String body = name + "-full-" + i;
                try {
                    long size = journal.append("full", Journal.ANY_SIZE, List.of(entry(body + ".0")));
                    acknowledged.write(("full " + (size - 1) + " 1 " + body + "\n").getBytes(StandardCharsets.UTF_8));
                } catch (JournalException full) {
                    Thread.sleep(10);
                }
                Thread.sleep(1);
            }
        }
    }

    /** Nothing can be promised for files that are deleted and cut, except that every failure is typed. */
    private void appendToHarmedFiles(Path harmed) throws Exception {
        Random random = new Random(name.hashCode());
        while (true) {
            try (Journal journal = FileJournal.in(harmed, durability)) {
                for (int i = 0; i < 20; i++) {
                    String stream = "h" + random.nextInt(3);
                    try {
                        long size = journal.append(stream, Journal.ANY_SIZE, List.of(entry("x")));
                        journal.read(stream, Math.max(0, size - 2), 5);
                        if (journal.sizeOf(stream).getAsLong() < 0) {
                            throw new IllegalStateException("a stream has no size");
                        }
                    } catch (JournalException typed) {
                        Thread.sleep(1);
                    }
                }
            }
            Thread.sleep(5);
        }
    }

    private static JournalEntry entry(String body) {
        return new JournalEntry("t", Instant.EPOCH, body);
    }

    private void openAndClose() throws Exception {
        while (true) {
            try (Journal journal = FileJournal.in(folder, durability)) {
                journal.size("s0");
            }
            Thread.sleep(2);
        }
    }
}
