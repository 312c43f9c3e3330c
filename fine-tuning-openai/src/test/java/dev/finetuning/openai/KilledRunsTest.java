package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStatus;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.JobPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Child JVMs take runs through a host that loses answers and refuses, and are killed with SIGKILL at
 * random. Whatever happens, each run ends with exactly one job at the host.
 */
class KilledRunsTest {
    private static final Fault[] LOSSES = {Fault.RESET_AFTER, Fault.CUT_JSON_AFTER, Fault.RESET_BEFORE};
    private static final String CREATE = "^POST /v1/fine_tuning/jobs$";

    @TempDir
    Path folder;

    @Test
    void runs_killedAFewTimes_payOnceEach() throws Exception {
        campaign(2, 6, 11);
    }

    @Test
    @Tag("campaign")
    void runs_killedTwoThousandTimes_payOnceEach() throws Exception {
        campaign(Integer.getInteger("runs", 400), Integer.getInteger("kills", 2_000), 12);
    }

    private void campaign(int runs, int kills, long seed) throws Exception {
        Random random = new Random(seed);
        JobPlan quick = new JobPlan(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200), 3);
        int killed = 0;
        try (OpenAiSandbox sandbox = new OpenAiSandbox().plan(quick)) {
            for (int run = 0; run < runs; run++) {
                String id = RunWorker.with(folder, sandbox.url(), runner -> runner.start(plan()));
                lineUpTrouble(sandbox, random);
                int share = kills * (run + 1) / runs - killed;
                for (int kill = 0; kill < share; kill++) {
                    killed += kill(sandbox, id, random) ? 1 : 0;
                }
                finish(sandbox, id);
            }
            List<FineTuningRun> all = RunWorker.with(folder, sandbox.url(), runner -> runner.runs(RunQuery.ALL));
            System.out.printf(
                    "killed=%d runs=%d jobs=%d surplus=%d lost=%d%n",
                    killed,
                    runs,
                    sandbox.jobCount(),
                    sandbox.jobCount() - runs,
                    all.stream()
                            .filter(run -> run.status() != RunStatus.SUCCEEDED)
                            .count());
            assertThat(all).hasSize(runs).allMatch(run -> run.status() == RunStatus.SUCCEEDED);
            assertThat(sandbox.jobCount()).isEqualTo(runs);
            assertThat(killed).isPositive();
        }
    }

    private static RunPlan plan() {
        List<Example> examples = IntStream.range(0, 12)
                .mapToObj(
                        i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
        return RunPlan.builder("support", "gpt-4o-mini-2024-07-18", examples).build();
    }

    /** A quarter of the creations lose their answer, a tenth are refused, a tenth end in a 502 after the fact. */
    private static void lineUpTrouble(OpenAiSandbox sandbox, Random random) {
        double draw = random.nextDouble();
        if (draw < 0.25) {
            sandbox.failNext(CREATE, LOSSES[random.nextInt(LOSSES.length)]);
        } else if (draw < 0.35) {
            sandbox.answerNext(CREATE, OpenAiSandbox.error(429, "rate_limit_exceeded", "slow down"));
        } else if (draw < 0.45) {
            sandbox.failNext(CREATE, Fault.BAD_GATEWAY_AFTER);
        }
    }

    /** Kills a child after a random while; false if it was done before. */
    private boolean kill(OpenAiSandbox sandbox, String id, Random random) throws IOException, InterruptedException {
        Process child = child(sandbox, id);
        if (child.waitFor(200 + random.nextInt(4_000), TimeUnit.MILLISECONDS)) {
            return false;
        }
        child.destroyForcibly().waitFor();
        return true;
    }

    private void finish(OpenAiSandbox sandbox, String id) throws IOException, InterruptedException {
        Process child = child(sandbox, id);
        assertThat(child.waitFor(3, TimeUnit.MINUTES)).as("the run ends").isTrue();
        assertThat(child.exitValue()).isZero();
    }

    private Process child(OpenAiSandbox sandbox, String id) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunWorker.class.getName(),
                        folder.toString(),
                        sandbox.url(),
                        id)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
