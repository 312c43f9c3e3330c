package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.secrecy.Canary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kills the program where it hurts most: while it waits for a job that is being paid for. */
class ResumableTrainingTest {
    @TempDir
    Path folder;

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox()
            .plan(new JobPlan(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 3));

    private Process start() throws IOException {
        Path csv = Files.writeString(folder.resolve("support.csv"), Questions.csv(10, 4));
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ResumableTraining.class.getName(),
                        folder.toString(),
                        csv.toString(),
                        "gpt-4.1-mini-2025-04-14")
                .redirectErrorStream(true);
        program.environment().put("OPENAI_API_KEY", Canary.KEY);
        program.environment().put("OPENAI_BASE_URL", sandbox.url());
        return program.start();
    }

    @Test
    void main_killedWhileTheJobTrains_goesOnWithThatJob() throws Exception {
        Process killed = start();
        while (sandbox.jobCount() == 0) {
            assertThat(killed.waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        killed.destroyForcibly().waitFor();

        Process again = start();
        String printed = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(again.waitFor()).as(printed).isZero();
        assertThat(printed).contains("SUCCEEDED 1.0.0 ft:gpt-4.1-mini");
        assertThat(sandbox.jobCount()).isEqualTo(1);
    }
}
