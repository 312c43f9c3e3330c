package dev.finetuning.benchmarks;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.file.Durability;
import dev.finetuning.journal.file.FileJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What durability costs: acknowledged appends against a bare write-and-force loop on the same disk, and
 * the registry's memory against a hash map. The disk is that of the working directory.
 */
final class DurableArea implements Area {
    private static final int APPENDS = 400;
    private static final int WRITERS = 16;
    private static final int ROUNDS = 9;
    private static final JournalEntry ENTRY =
            new JournalEntry("alias.moved", Instant.EPOCH, "{\"alias\":\"production\"}" + " ".repeat(200));

    @Override
    public String name() {
        return "durable";
    }

    @Override
    public Map<String, Double> ratios() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "bench-durable-");
        try {
            Map<String, Double> ratios = new LinkedHashMap<>();
            appends(folder, ratios);
            ratios.putAll(new RegistryTimes(folder).ratios());
            return ratios;
        } finally {
            delete(folder);
        }
    }

    /** Bare writes and appends take turns one by one, so that a busy moment of the disk hits both. */
    private static void appends(Path folder, Map<String, Double> ratios) throws Exception {
        double[] append = new double[ROUNDS];
        double[] group = new double[ROUNDS];
        try (FileJournal journal = FileJournal.in(folder.resolve("appends"), Durability.POWER_LOSS);
                FileChannel bare =
                        FileChannel.open(folder.resolve("bare"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int round = -1; round < ROUNDS; round++) {
                double[] seconds = inTurns(bare, journal);
                double groupRate = groupRate(journal);
                if (round >= 0) {
                    append[round] = seconds[0] / seconds[1];
                    group[round] = groupRate * seconds[0] / APPENDS;
                }
            }
        }
        ratios.put("journal.append", median(append));
        ratios.put("journal.group16", median(group));
    }

    /** Seconds for bare writes of as many bytes as an entry takes, and for appends, one after the other. */
    private static double[] inTurns(FileChannel bare, Journal journal) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(ENTRY.body().length() + ENTRY.type().length() + 46);
        List<JournalEntry> entries = List.of(ENTRY);
        double[] seconds = new double[2];
        for (int i = 0; i < APPENDS; i++) {
            long start = System.nanoTime();
            bytes.clear();
            bare.write(bytes);
            bare.force(false);
            seconds[0] += seconds(start);
            start = System.nanoTime();
            journal.append("one", Journal.ANY_SIZE, entries);
            seconds[1] += seconds(start);
        }
        return seconds;
    }

    private static double appendRate(Journal journal, String stream, int count) {
        List<JournalEntry> entries = List.of(ENTRY);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            journal.append(stream, Journal.ANY_SIZE, entries);
        }
        return count / seconds(start);
    }

    private static double groupRate(Journal journal) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        try {
            long start = System.nanoTime();
            List<Future<Double>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                writers.add(pool.submit(() -> appendRate(journal, "many", APPENDS)));
            }
            for (Future<Double> writer : writers) {
                writer.get();
            }
            return WRITERS * APPENDS / seconds(start);
        } finally {
            pool.shutdownNow();
        }
    }

    static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return remove(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                return remove(visited);
            }
        });
    }

    private static FileVisitResult remove(Path path) {
        try {
            Files.delete(path);
            return FileVisitResult.CONTINUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
