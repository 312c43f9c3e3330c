package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledQuickstartTest {
    @TempDir
    Path folder;

    @Test
    void run_killedAgainAndAgain_goesOnAndRegistersOneVersion() throws Exception {
        for (String line : new String[] {"run run-", "job job-", "trained: ", "new model "}) {
            killAfter(line);
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        int status = Quickstart.run(
                new PrintStream(printed, true, StandardCharsets.UTF_8), false, "--output", folder.toString());

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(status).as(text).isZero();
        assertThat(text).contains("continuing run-").contains("production  support@1.0.0");
    }

    /** SIGKILL, as soon as the child has printed a line that contains the text. */
    private void killAfter(String text) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quickstart.class.getName(),
                        "--output",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        StringBuilder printed = new StringBuilder();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.contains(text)) {
                printed.append(line).append('\n');
                line = out.readLine();
            }
            child.destroyForcibly();
            assertThat(line).as("the child ended early:%n%s", printed).isNotNull();
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
