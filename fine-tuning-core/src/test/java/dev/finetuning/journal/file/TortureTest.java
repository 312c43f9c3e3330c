package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.Journal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes of several threads and class loaders append to a few streams, while they are killed and
 * stopped at any moment and other code reads every file. Each acknowledged entry is there afterwards, once and
 * in its place, and no failure was anything but a conflict.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class TortureTest {
    @TempDir
    Path root;

    private final Random random = new Random(1);
    private int started;
    private int kills;
    private int stops;

    /** Processes that run at once, kills in all, streams, appends of each thread, threads of each process. */
    private record Plan(int processes, int kills, int streams, int appends, int threads, int maxLifeMillis) {}

    @Test
    void append_byKilledAndStoppedProcesses_losesNothing() throws Exception {
        run(new Plan(2, 4, 3, 100_000, 4, 1500));
    }

    @Test
    @Tag("campaign")
    void append_byAThousandKilledProcesses_losesNothing() throws Exception {
        int campaign = Integer.getInteger("torture.kills", 1000);
        for (int done = 0; done < campaign; done += 50) {
            run(new Plan(3, Math.min(50, campaign - done), 4, 1_000_000, 4, 4000));
        }
    }

    private void run(Plan plan) throws Exception {
        Path folder = Files.createDirectory(root.resolve("journal" + started));
        Path notes = Files.createDirectory(root.resolve("notes" + started));
        Path link = Files.createSymbolicLink(root.resolve("link" + started), folder);
        int killsBefore = kills;
        List<Process> running = new ArrayList<>();
        try {
            while (kills - killsBefore < plan.kills()) {
                while (running.size() < plan.processes()) {
                    running.add(start(started % 2 == 0 ? folder : link, notes, plan));
                }
                harm(running, plan, notes);
            }
        } finally {
            running.forEach(Process::destroyForcibly);
            for (Process each : running) {
                each.waitFor();
            }
        }
        long acknowledged = verify(folder, notes);
        System.out.println("torture: " + (kills - killsBefore) + " kills, " + stops + " stops so far, " + acknowledged
                + " acknowledged appends, each found once and in place");
        assertThat(acknowledged).isPositive();
    }

    private Process start(Path folder, Path notes, Plan plan) throws IOException {
        started++;
        List<String> command = List.of(
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
                .filter(entry -> !entry.endsWith(".jar") || entry.contains("jspecify") || entry.contains("slf4j-api"))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    /** Lets the processes work for a while, then stops one for a moment or kills one. */
    private void harm(List<Process> running, Plan plan, Path notes) throws Exception {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(plan.maxLifeMillis() / plan.processes()));
        Process victim = running.get(random.nextInt(running.size()));
        if (random.nextInt(3) == 0) {
            signal(victim, "STOP");
            TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
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

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS);
    }

    private static List<String> failures(Path notes) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(notes)) {
            for (Path file : files.filter(file -> !file.getFileName().toString().startsWith("acks-"))
                    .toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static long verify(Path folder, Path notes) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(notes)) {
            files = all.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!name.startsWith("acks-")) {
                assertThat(Files.readString(file)).as(name).isEmpty();
            }
        }
        Map<String, List<String>> streams = new HashMap<>();
        long acknowledged = 0;
        try (Journal journal = FileJournal.in(folder)) {
            for (Path file : files) {
                if (!file.getFileName().toString().startsWith("acks-")) {
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
