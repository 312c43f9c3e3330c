package dev.finetuning.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.jdbc.JdbcJournal;
import dev.finetuning.registry.LinearizabilityChecker.Change;
import dev.finetuning.registry.version.SemanticVersion;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads and processes at once: every look and change could have happened one after the other. */
class RegistryLinearizabilityTest {
    private static final int PROCESSES = 4;
    private static final int THREADS = 8;
    /** Operations of each thread in a campaign. */
    private static final int EACH = Integer.getInteger("operations", 201_600) / (PROCESSES * THREADS);

    @TempDir
    Path folder;

    @Test
    void memory_32Threads_isLinearizable() throws Exception {
        assertThat(inMemory(new InMemoryJournal(), 32, 300)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2", "sqlite"})
    void store_fourProcesses_isLinearizable(String store) throws Exception {
        assertThat(inProcesses(address(store), 20)).isEmpty();
    }

    @Test
    @Tag("campaign")
    void memory_200000Operations_isLinearizable() throws Exception {
        assertThat(reported("memory", () -> inMemory(new InMemoryJournal(), 32, EACH)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2", "sqlite"})
    @Tag("campaign")
    void store_200000Operations_isLinearizable(String store) throws Exception {
        assertThat(reported(store, () -> inProcesses(address(store), EACH))).isEmpty();
    }

    @Test
    void postgres_fourProcesses_isLinearizable() throws Exception {
        assertThat(inPostgres(20)).isEmpty();
    }

    @Test
    @Tag("campaign")
    void postgres_200000Operations_isLinearizable() throws Exception {
        assertThat(reported("postgres", () -> inPostgres(EACH))).isEmpty();
    }

    @Test
    void plantedLostUpdate_isCaught() throws Exception {
        assertThat(inMemory(new ForgetfulJournal(), 8, 300)).isNotEmpty();
    }

    private static List<String> reported(String store, Callable<List<String>> campaign) throws Exception {
        long start = System.nanoTime();
        List<String> violations = campaign.call();
        System.out.printf(
                "store=%s operations=%d violations=%d seconds=%.0f%n",
                store, EACH * PROCESSES * THREADS, violations.size(), (System.nanoTime() - start) / 1e9);
        return violations;
    }

    private String address(String store) {
        return switch (store) {
            case "file" -> "file:" + folder.resolve("journal");
            case "h2" -> "jdbc:h2:" + folder.resolve("journal") + ";AUTO_SERVER=TRUE;LOCK_TIMEOUT=30000";
            default -> "jdbc:sqlite:" + folder.resolve("journal.db") + "?journal_mode=WAL";
        };
    }

    private List<String> inPostgres(int each) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            return inProcesses(server.getJdbcUrl("postgres", "postgres"), each);
        }
    }

    private static List<String> inMemory(Journal journal, int threads, int each) throws Exception {
        ModelRegistry registry = JournaledModelRegistry.open(journal);
        RegistryWorkload.register(registry);
        ModelRegistry second = JournaledModelRegistry.open(journal);
        List<Operation> seen = new ArrayList<>();
        try {
            Thread other = new Thread(() -> runInto(seen, second, threads / 2, each));
            other.start();
            List<Operation> own = new RegistryWorkload(registry, "a").run(threads / 2, each, 1);
            other.join();
            seen.addAll(own);
        } finally {
            assertThat(seen).as("operations").hasSizeGreaterThan(threads / 2 * each - 1);
        }
        return violations(journal, seen);
    }

    private static void runInto(List<Operation> seen, ModelRegistry registry, int threads, int each) {
        try {
            seen.addAll(new RegistryWorkload(registry, "b").run(threads, each, 2));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> inProcesses(String address, int each) throws Exception {
        if (!address.startsWith("file:")) {
            JdbcJournal.createTables(RegistryStore.source(address));
        }
        try (Journal journal = RegistryStore.open(address)) {
            RegistryWorkload.register(JournaledModelRegistry.open(journal));
            List<Process> processes = new ArrayList<>();
            for (int p = 0; p < PROCESSES; p++) {
                processes.add(start(address, each, p));
            }
            List<Operation> seen = new ArrayList<>();
            for (int p = 0; p < PROCESSES; p++) {
                assertThat(processes.get(p).waitFor(30, TimeUnit.MINUTES)).isTrue();
                assertThat(processes.get(p).exitValue())
                        .as(Files.readString(log(p)))
                        .isZero();
                Files.readAllLines(seenBy(p)).forEach(line -> seen.add(Operation.parse(line)));
            }
            assertThat(seen).hasSize(PROCESSES * THREADS * each);
            return violations(journal, seen);
        }
    }

    private Process start(String address, int each, int number) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RegistryWorkload.class.getName(),
                        address,
                        String.valueOf(THREADS),
                        String.valueOf(each),
                        String.valueOf(number),
                        seenBy(number).toString())
                .redirectErrorStream(true)
                .redirectOutput(log(number).toFile())
                .start();
    }

    private Path seenBy(int number) {
        return folder.resolve("seen-" + number);
    }

    private Path log(int number) {
        return folder.resolve("log-" + number);
    }

    private static List<String> violations(Journal journal, List<Operation> seen) {
        ModelRegistry registry = JournaledModelRegistry.open(journal);
        List<String> violations = new ArrayList<>();
        for (String model : RegistryWorkload.MODELS) {
            List<Change> history = registry.history(model).stream()
                    .filter(event -> event instanceof RegistryEvent.AliasMoved)
                    .map(event -> (RegistryEvent.AliasMoved) event)
                    .map(moved -> new Change(
                            moved.by().why(),
                            text(moved.move().from().orElse(null)),
                            text(moved.move().to().orElse(null))))
                    .toList();
            violations.addAll(LinearizabilityChecker.violations(
                    history,
                    seen.stream().filter(op -> op.model().equals(model)).toList()));
        }
        return violations;
    }

    private static String text(@Nullable SemanticVersion version) {
        return version == null ? "-" : version.toString();
    }

    /** A store with the classic fault: it writes over what came between, as an unconditional update does. */
    private static final class ForgetfulJournal implements Journal {
        private static final long WINDOW_NANOS = 100_000;

        private final List<JournalEntry> entries = new ArrayList<>();

        @Override
        public long append(String stream, long expectedSize, List<JournalEntry> more) {
            LockSupport.parkNanos(WINDOW_NANOS);
            return write(expectedSize, more);
        }

        private synchronized long write(long expectedSize, List<JournalEntry> more) {
            while (entries.size() > expectedSize) {
                entries.remove(entries.size() - 1);
            }
            entries.addAll(more);
            return entries.size();
        }

        @Override
        public synchronized List<JournalEntry> read(String stream, long fromSequence, int limit) {
            int from = (int) Math.min(fromSequence, entries.size());
            return List.copyOf(entries.subList(from, Math.min(entries.size(), from + limit)));
        }
    }
}
