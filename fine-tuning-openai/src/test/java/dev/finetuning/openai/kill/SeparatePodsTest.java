package dev.finetuning.openai.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.jdbc.JdbcJournal;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStatus;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.secrecy.Canary;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes with folders of their own work on the same runs in one PostgreSQL, and are killed at random moments:
 * every run ends, with one job and one version, and no data stays behind.
 */
@Tag("campaign")
class SeparatePodsTest {
    private static final JobPlan QUICK =
            new JobPlan(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200), 3);
    private static final int LONGEST_LIFE_MILLIS = 3_000;
    private static final int MAX_KILLS_A_ROUND = 10;
    private static final int EXIT_CODE_OF_SIGKILL = 137;

    @TempDir
    Path folder;

    private final Random random = new Random(21);
    private int kills;

    @Test
    void runs_podsKilledAtRandom_endWithOneJobEachAndLeaveNothing() throws Exception {
        int wanted = Integer.getInteger("pod.kills", 200);
        ChildJvm jvm = ChildJvm.in(folder.resolve("jvm"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                OpenAiSandbox sandbox = new OpenAiSandbox().plan(QUICK)) {
            JdbcJournal.createTables(server.getPostgresDatabase());
            int rounds = 0;
            while (kills < wanted) {
                round(jvm, server.getJdbcUrl("postgres", "postgres"), sandbox.url(), rounds++);
            }

            try (Pod judge = new Pod(
                    server.getJdbcUrl("postgres", "postgres"),
                    sandbox.url(),
                    Canary.KEY,
                    InstantSource.offset(InstantSource.system(), Duration.ofDays(2)))) {
                judge.runs().advanceAll();
                List<FineTuningRun> all = judge.runs().runs(RunQuery.ALL);
                System.out.printf(
                        "separate pods: kills=%d rounds=%d runs=%d jobs=%d%n",
                        kills, rounds, all.size(), sandbox.jobCount());

                assertThat(all).hasSize(rounds * Pod.RUNS_A_ROUND).allSatisfy(run -> {
                    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
                    assertThat(judge.registered(run)).isTrue();
                });
                assertThat(all).extracting(run -> run.job().id()).doesNotHaveDuplicates();
                assertThat(sandbox.jobCount()).as("one job each").isEqualTo(all.size());
            }
            assertThat(contents(server.getPostgresDatabase()))
                    .as("data that stayed behind")
                    .isZero();
        }
        for (String pod : List.of("first", "second")) {
            try (Stream<Path> files = Files.list(folder.resolve(pod))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .as("a pod's own disk has what killed uploads were spooled to, and nothing else")
                        .allMatch(name -> name.matches("\\.fine-tuning-.*\\.part"));
            }
            assertThat(Canary.in(Files.readString(folder.resolve(pod + ".log"))))
                    .isEmpty();
        }
    }

    /** Lets two pods do a round's runs, and kills one of them now and then until there were enough or both are done. */
    private void round(ChildJvm jvm, String database, String provider, int number) throws Exception {
        List<Process> pods = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            pods.add(start(jvm, name, database, provider, number));
        }
        try {
            for (int i = 0; i < MAX_KILLS_A_ROUND && pods.stream().anyMatch(Process::isAlive); i++) {
                int victim = random.nextInt(pods.size());
                if (!pods.get(victim).waitFor(1 + random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS)) {
                    pods.get(victim).destroyForcibly().waitFor();
                }
                if (pods.get(victim).exitValue() == EXIT_CODE_OF_SIGKILL) {
                    kills++;
                    pods.set(victim, start(jvm, victim == 0 ? "first" : "second", database, provider, number));
                }
            }
            for (Process pod : pods) {
                assertThat(pod.waitFor(2, TimeUnit.MINUTES)).as("the pod ends").isTrue();
                assertThat(pod.exitValue()).isZero();
            }
        } finally {
            for (Process pod : pods) {
                pod.destroyForcibly().waitFor();
            }
        }
    }

    private Process start(ChildJvm jvm, String name, String database, String provider, int round) throws IOException {
        Path disk = Files.createDirectories(folder.resolve(name));
        List<String> command = new ArrayList<>(jvm.command());
        command.add(1, "-Djava.io.tmpdir=" + disk);
        command.addAll(List.of(Pod.class.getName(), database, provider, String.valueOf(round)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(disk.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        builder.environment().put(Executioner.KEY, Canary.KEY);
        return builder.start();
    }

    private static int contents(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT COUNT(*) FROM journal_content)"
                        + " + (SELECT COUNT(*) FROM journal_content_piece)")) {
            row.next();
            return row.getInt(1);
        }
    }
}
