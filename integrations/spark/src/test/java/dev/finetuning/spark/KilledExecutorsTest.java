package dev.finetuning.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Split;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prepares data on executors that are processes of their own and are killed at random, with all shuffled data that
 * they hold. {@code -Dkills=12} for more of them, {@code -Dpause=15000} for the time between them, which has to suffice for a new executor to start.
 */
@Tag("campaign")
class KilledExecutorsTest {
    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int RECORDS = 4_000;

    @TempDir
    Path folder;

    private final AtomicInteger killed = new AtomicInteger();

    @Test
    void run_whileExecutorsAreKilled_doesWhatOneMachineDoes() throws IOException {
        Path file = MixedData.write(folder.resolve("mixed.jsonl"), RECORDS, 5);
        Path testSet = MixedData.write(folder.resolve("testset.jsonl"), 1, 6);
        OneMachine expected = OneMachine.prepare(file, Files.createDirectories(folder.resolve("alone")), testSet);
        try (SparkSession spark = cluster()) {
            ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
            Random random = new Random(3);
            ScheduledFuture<?> killing = killer.scheduleWithFixedDelay(
                    () -> kill(random),
                    Long.getLong("pause", 15_000),
                    Long.getLong("pause", 15_000),
                    TimeUnit.MILLISECONDS);
            for (int run = 1; run == 1 || killed.get() < KILLS; run++) {
                SparkOutcome outcome = Whole.on(spark, testSet)
                        .pieces(Files.size(file) / 6)
                        .run(
                                SparkSource.jsonLines(Whole::read, file.toString()),
                                folder.resolve("run" + run).toString());

                assertThat(LocalSpark.texts(Path.of(outcome.folder())))
                        .as("run %d after %d kills", run, killed.get())
                        .isEqualTo(expected.texts());
                assertThat(outcome.counts()).isEqualTo(expected.counts());
                assertThat(outcome.report()).isEqualTo(expected.report());
                assertThat(outcome.profile()).contains(expected.profile());
                assertThat(outcome.fingerprint(Split.Part.TRAIN))
                        .isEqualTo(expected.fingerprints().get(Split.Part.TRAIN));
            }
            killing.cancel(true);
            killer.shutdownNow();
        }
        assertThat(killed).hasValueGreaterThanOrEqualTo(KILLS);
    }

    private void kill(Random random) {
        List<ProcessHandle> executors = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .toList();
        if (!executors.isEmpty()
                && executors.get(random.nextInt(executors.size())).destroyForcibly()) {
            killed.incrementAndGet();
        }
    }

    /** Workers start executors with the jars of an installation: a folder of links to those of this process. */
    private SparkSession cluster() throws IOException {
        Path jars = Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        Map<Boolean, List<Path>> classPath = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .collect(Collectors.partitioningBy(Files::isDirectory));
        for (Path jar : classPath.get(false)) {
            Path link = jars.resolve(jar.getFileName());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, jar.toAbsolutePath());
            }
        }
        String folders = classPath.get(true).stream()
                .map(each -> each.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return LocalSpark.begin(
                "local-cluster[2,1,768]",
                folder,
                builder -> builder.config("spark.executor.extraClassPath", folders)
                        .config("spark.executor.memory", "768m")
                        .config("spark.deploy.maxExecutorRetries", "-1")
                        .config("spark.task.maxFailures", "100")
                        .config("spark.stage.maxConsecutiveAttempts", "100")
                        .config("spark.locality.wait", "0"));
    }
}
