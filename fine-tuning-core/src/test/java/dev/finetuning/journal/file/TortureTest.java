package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.cost.Budget;
import dev.finetuning.cost.Ledger;
import dev.finetuning.cost.Money;
import dev.finetuning.journal.Journal;
import dev.finetuning.run.JournalLedger;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes of several threads and class loaders append to a few streams, while they are killed and
 * stopped at any moment and other code reads every file, through the folder, a link and another mount. Each
 * acknowledged entry is there afterwards, once and in its place, and no failure was anything but a conflict. Meanwhile
 * the same processes spend money under leases that run out by clocks that jump, which exceeds no limit and sends
 * nothing twice; fill a disk; and use files that are deleted and cut. Every second process may have 64 files open.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class TortureTest {
    private static final int MAX_LIFE_MILLIS = Integer.getInteger("torture.life", 4000);

    @TempDir
    Path temporary;

    private Path root;
    private final List<Path> mounts = new ArrayList<>();
    private final Random random = new Random(1);
    private int started;
    private int kills;
    private int stops;
    private int harmedFiles;
    private int fullDisks;
    private long sentUnderLeases;
    private long acknowledgedInAll;

    /** Processes that run at once, kills in all, streams, appends of each thread, threads of each process. */
    private record Plan(int processes, int kills, int streams, int appends, int threads, int maxLifeMillis) {}

    /** A folder in memory makes a campaign quicker: what is killed are processes, not the machine. */
    @BeforeEach
    void chooseRoot() throws IOException {
        String chosen = System.getProperty("torture.root");
        root = chosen == null ? temporary : Files.createTempDirectory(Path.of(chosen), "torture");
    }

    @AfterEach
    void unmount() throws Exception {
        for (Path mount : mounts) {
            // lazily, because memory that was mapped is given back only when it is collected
            command("umount", "-l", mount.toString());
        }
    }

    private boolean mount(Path place, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(options));
        command.add(place.toString());
        boolean mounted = command(command.toArray(String[]::new));
        if (mounted) {
            mounts.add(place);
        }
        return mounted;
    }

    private static boolean command(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void append_byKilledAndStoppedProcesses_losesNothing() throws Exception {
        run(new Plan(2, 4, 3, 100_000, 4, 1500));
    }

    @Test
    @Tag("campaign")
    void append_byAThousandKilledProcesses_losesNothing() throws Exception {
        int campaign = Integer.getInteger("torture.kills", 1000);
        for (int done = 0; done < campaign; done += 50) {
            run(new Plan(3, Math.min(50, campaign - done), 4, 1_000_000, 4, MAX_LIFE_MILLIS));
        }
        System.out.println("campaign: " + kills + " kills, " + stops + " stops, " + acknowledgedInAll
                + " acknowledged appends, " + sentUnderLeases + " sent under leases, " + fullDisks + " full disks, "
                + harmedFiles + " files deleted or cut");
    }

    private void run(Plan plan) throws Exception {
        Path round = Files.createDirectory(root.resolve("round" + started));
        Path folder = Files.createDirectory(round.resolve("journal"));
        Path notes = Files.createDirectory(round.resolve("notes"));
        Path link = Files.createSymbolicLink(round.resolve("link"), folder);
        Path bound = Files.createDirectory(round.resolve("bound"));
        boolean root = mount(bound, "--bind", folder.toString());
        Path full = round.resolve("full");
        if (root) {
            mount(Files.createDirectory(full), "-t", "tmpfs", "-o", "size=4m", "tmpfs");
        } else {
            System.out.println("torture: no other mounts and no full disk, which only root can make");
        }
        Path harmed = Files.createDirectory(round.resolve("harmed"));
        List<Path> ways = root ? List.of(folder, link, bound) : List.of(folder, link);
        int killsBefore = kills;
        List<Process> running = new ArrayList<>();
        try {
            while (kills - killsBefore < plan.kills()) {
                while (running.size() < plan.processes()) {
                    running.add(start(ways.get(started % ways.size()), notes, plan));
                }
                awaitAcknowledgement(notes);
                harm(running, plan, notes);
                harmFiles(harmed);
                if (root) {
                    fill(full);
                }
            }
        } finally {
            running.forEach(Process::destroyForcibly);
            for (Process each : running) {
                each.waitFor();
            }
        }
        long acknowledged = verify(folder, notes, "acks-");
        if (root) {
            acknowledged += verify(full.resolve("journal"), notes, "full-acks-");
        }
        acknowledgedInAll += acknowledged;
        verifySpending(folder);
        System.out.println("torture: " + (kills - killsBefore) + " kills, " + stops + " stops so far, " + acknowledged
                + " acknowledged appends, each found once and in place");
        assertThat(acknowledged).isPositive();
    }

    /** On a busy machine a process may take long to begin; there is nothing to find before one has begun. */
    private static void awaitAcknowledgement(Path notes) throws Exception {
        for (int i = 0; i < 6_000; i++) {
            try (Stream<Path> files = Files.list(notes)) {
                if (files.anyMatch(file -> file.getFileName().toString().startsWith("acks-")
                        && file.toFile().length() > 0)) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private Process start(Path folder, Path notes, Plan plan) throws IOException {
        started++;
        List<String> command = List.of(
                "sh",
                "-c",
                (started % 2 == 0 ? "ulimit -n 64; " : "") + "exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                TortureWorker.class.getName(),
                folder.toString(),
                notes.toString(),
                "p" + started,
                String.valueOf(plan.streams()),
                String.valueOf(plan.appends()),
                (started % 3 == 0 ? Durability.PROCESS_CRASH : Durability.POWER_LOSS).name(),
                String.valueOf(plan.threads()));
        File log = notes.resolve("out-p" + started).toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    /** Only what the journal needs: each entry is an open file. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(".jar") || entry.matches(".*(jspecify|slf4j-api|jackson)[^/]*"))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    /** Lets the processes work for a while, then stops one for a moment or kills one. */
    private void harm(List<Process> running, Plan plan, Path notes) throws Exception {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(plan.maxLifeMillis() / plan.processes()));
        Process victim = running.get(random.nextInt(running.size()));
        if (random.nextInt(3) == 0) {
            signal(victim, "STOP");
            TimeUnit.MILLISECONDS.sleep(random.nextInt(200)); // the lease of those who spend is 30
            signal(victim, "CONT");
            stops++;
        } else {
            victim.destroyForcibly().waitFor();
            if (victim.exitValue() == 3) {
                throw new AssertionError("a process failed: " + failures(notes));
            }
            running.remove(victim);
            kills++;
        }
    }

    private void harmFiles(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> !file.toString().endsWith(".head")).toList();
        }
        if (files.isEmpty()) {
            return;
        }
        Path victim = files.get(random.nextInt(files.size()));
        if (random.nextBoolean()) {
            Files.deleteIfExists(victim);
        } else if (Files.exists(victim)) {
            try (FileChannel channel = FileChannel.open(victim, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() / 2);
            }
        }
        harmedFiles++;
    }

    private void fill(Path disk) throws Exception {
        Path ballast = disk.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int i = 0; i < 4096; i++) {
                out.write(new byte[1024]);
            }
        } catch (IOException full) {
            fullDisks++;
            TimeUnit.MILLISECONDS.sleep(20);
        } finally {
            Files.deleteIfExists(ballast);
        }
    }

    private void verifySpending(Path folder) {
        try (Journal journal = FileJournal.in(folder)) {
            List<String> sent = new ArrayList<>();
            journal.forEach(
                    TortureSpender.WORK,
                    0,
                    entry -> TortureSpender.sentBy(entry).ifPresent(sent::add));
            assertThat(new HashSet<>(sent)).as("sent twice").hasSameSizeAs(sent);
            sentUnderLeases += sent.size();
            for (String account : TortureSpender.ACCOUNTS) {
                Budget budget = TortureSpender.account(journal, account);
                assertThat(budget.available()).as(account).isGreaterThanOrEqualTo(Money.usd("0"));
                Set<String> without = new HashSet<>(sent);
                Currency currency = Currency.getInstance("USD");
                JournalLedger.of(journal, account, currency).entries().stream()
                        .filter(entry -> entry.kind() == Ledger.Kind.RESERVED)
                        .forEach(entry -> without.remove(entry.id()));
                assertThat(without).as("sent without money in " + account).isEmpty();
            }
        }
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS);
    }

    private static List<String> failures(Path notes) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(notes)) {
            for (Path file : files.filter(file -> !file.getFileName().toString().contains("acks-"))
                    .toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static long verify(Path folder, Path notes, String kind) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(notes)) {
            files = all.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!name.contains("acks-")) {
                assertThat(Files.readString(file)).as(name).isEmpty();
            }
        }
        Map<String, List<String>> streams = new HashMap<>();
        long acknowledged = 0;
        try (Journal journal = FileJournal.in(folder)) {
            for (Path file : files) {
                if (!file.getFileName().toString().startsWith(kind)) {
                    continue;
                }
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split(" ", -1);
                    if (parts.length < 4) {
                        continue; // the process was killed while it wrote the note
                    }
                    List<String> found = streams.computeIfAbsent(parts[0], name -> bodies(journal, name));
                    int place = Integer.parseInt(parts[1]);
                    int count = Integer.parseInt(parts[2]);
                    assertThat(found.size()).as(line).isGreaterThanOrEqualTo(place + count);
                    for (int i = 0; i < count; i++) {
                        assertThat(found.get(place + i)).as(line).isEqualTo(parts[3] + "." + i);
                    }
                    acknowledged++;
                }
            }
        }
        for (List<String> each : streams.values()) {
            Set<String> once = new HashSet<>(each);
            assertThat(once).as("no entry is there twice").hasSameSizeAs(each);
        }
        return acknowledged;
    }

    private static List<String> bodies(Journal journal, String stream) {
        List<String> bodies = new ArrayList<>();
        journal.forEach(stream, 0, entry -> bodies.add(entry.body().split(" ", 2)[0]));
        return bodies;
    }
}
