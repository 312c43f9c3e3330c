package dev.finetuning.benchmarks;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * How quickly a registry in files answers and opens. Its history is what a busy decade would leave: 200
 * models of 50 versions each, and promotions for all the rest.
 */
final class RegistryTimes {
    private static final String STREAM = "model-registry";
    private static final int MODELS = 200;
    private static final int VERSIONS = 50;
    private static final int SMALL = 100_000;
    private static final int LARGE = 1_000_000;
    private static final int LOOKS = 2_000_000;
    private static final int ROUNDS = 9;
    private static final Author BY = Author.of("ci", "nightly run");

    private final Path folder;

    RegistryTimes(Path folder) {
        this.folder = folder;
    }

    Map<String, Double> ratios() throws IOException {
        Map<String, Double> ratios = new LinkedHashMap<>();
        ratios.put("registry.read", read());
        List<JournalEntry> versions = versions();
        List<JournalEntry> moves = moves();
        fill("small", SMALL, versions, moves);
        fill("large", LARGE, versions, moves);
        open("small", false);
        double small = open("small", false) / SMALL;
        double large = open("large", false);
        ratios.put("registry.open_linear", large / LARGE / small);
        ratios.put("registry.open_seconds", large);
        ratios.put("registry.open_snapshot_seconds", open("large", true));
        return ratios;
    }

    /** Looks at the production alias of all models in turn, against a map that holds just that. */
    private double read() {
        try (Journal journal = FileJournal.in(folder.resolve("reads"))) {
            JournaledModelRegistry registry = JournaledModelRegistry.open(journal);
            Map<String, ModelVersion> map = new ConcurrentHashMap<>();
            String[] names = new String[64];
            for (int i = 0; i < names.length; i++) {
                names[i] = "model-" + i;
                ModelVersion version = registry.register(registration(names[i], 0));
                registry.promote(version, Alias.PRODUCTION, PromotionPolicy.of(), BY);
                map.put(names[i], registry.byAlias(names[i], Alias.PRODUCTION).orElseThrow());
            }
            double[] ratios = new double[ROUNDS];
            for (int round = -2; round < ROUNDS; round++) {
                double ours = looks(
                        names, name -> registry.byAlias(name, Alias.PRODUCTION).orElseThrow());
                double theirs = looks(names, name -> Objects.requireNonNull(map.get(name)));
                if (round >= 0) {
                    ratios[round] = ours / theirs;
                }
            }
            return DurableArea.median(ratios);
        }
    }

    /** What is looked up. */
    @FunctionalInterface
    private interface Look {
        ModelVersion at(String name);
    }

    private double looks(String[] names, Look look) {
        long start = System.nanoTime();
        long sum = 0;
        for (int i = 0; i < LOOKS; i++) {
            sum += look.at(names[i & 63]).version().patch();
        }
        double rate = LOOKS / DurableArea.seconds(start);
        if (sum != 0) {
            throw new IllegalStateException("every model has version 1.0.0 in production, yet patches sum to " + sum);
        }
        return rate;
    }

    private static Registration registration(String model, int number) {
        TrainingJob job = TrainingJob.builder("job-" + model + number, JobStatus.of(JobPhase.SUCCEEDED), "base")
                .model(model + "-" + number)
                .build();
        return Registration.builder(model, job)
                .addTag("nightly")
                .addMetadata("owner", "search team")
                .build();
    }

    /** The entries that register all versions, as the registry itself writes them. */
    private static List<JournalEntry> versions() {
        Journal journal = new InMemoryJournal();
        JournaledModelRegistry registry = JournaledModelRegistry.open(journal);
        for (int model = 0; model < MODELS; model++) {
            for (int version = 0; version < VERSIONS; version++) {
                registry.register(registration("model-" + model, version));
            }
        }
        return all(journal);
    }

    /** Entries that promote versions, as the registry itself writes them. */
    private static List<JournalEntry> moves() {
        Journal journal = new InMemoryJournal();
        JournaledModelRegistry registry = JournaledModelRegistry.open(journal);
        for (int model = 0; model < MODELS; model++) {
            for (int version = 0; version < 10; version++) {
                ModelVersion registered = registry.register(registration("model-" + model, version));
                registry.promote(registered, Alias.PRODUCTION, PromotionPolicy.of(), BY);
            }
        }
        return all(journal).stream()
                .filter(entry -> entry.type().equals("alias.moved"))
                .toList();
    }

    private static List<JournalEntry> all(Journal journal) {
        List<JournalEntry> entries = new ArrayList<>();
        journal.forEach(STREAM, 0, entries::add);
        return entries;
    }

    private void fill(String name, int count, List<JournalEntry> versions, List<JournalEntry> moves) {
        try (Journal journal = FileJournal.in(folder.resolve(name))) {
            journal.append(STREAM, 0, versions);
            int size = versions.size();
            while (size < count) {
                int next = Math.min(moves.size(), count - size);
                journal.append(STREAM, size, moves.subList(0, next));
                size += next;
            }
        }
    }

    /** Seconds to open a registry and look once, with the snapshot of an earlier opening or without. */
    private double open(String name, boolean withSnapshot) throws IOException {
        Path journalFolder = folder.resolve(name);
        if (!withSnapshot) {
            deleteSnapshots(journalFolder);
        }
        long start = System.nanoTime();
        try (Journal journal = FileJournal.in(journalFolder)) {
            JournaledModelRegistry registry = JournaledModelRegistry.open(journal);
            if (registry.byAlias("model-0", Alias.PRODUCTION).isEmpty()) {
                throw new IllegalStateException("the opened registry has lost what it held");
            }
            return DurableArea.seconds(start);
        }
    }

    private static void deleteSnapshots(Path journalFolder) throws IOException {
        try (Stream<Path> files = Files.list(journalFolder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".snapshot")).toList()) {
                Files.delete(file);
            }
        }
    }
}
