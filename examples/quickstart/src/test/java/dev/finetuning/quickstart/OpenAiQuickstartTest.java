package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.secrecy.Canary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program in a process of its own, key and address in its environment, against a provider over real HTTP. */
class OpenAiQuickstartTest {
    private static final String KEY = Canary.KEY;

    @TempDir
    Path folder;

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE);

    private record Ended(int status, String printed) {}

    private Ended run(Map<String, String> environment, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName(),
                "--provider",
                "openai",
                "--output",
                folder.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), printed);
    }

    private Map<String, String> reachable() {
        return Map.of("OPENAI_API_KEY", KEY, "OPENAI_BASE_URL", sandbox.url());
    }

    @Test
    void run_keyAndAddressFromTheEnvironment_trainsAsksAndPromotesThere() throws Exception {
        Ended ended = run(reachable(), "--budget", "5");

        assertThat(ended.status()).as(ended.printed()).isZero();
        assertThat(ended.printed())
                .contains("job ftjob-", "model ft:gpt-4.1-mini-2025-04-14:", "production  support@1.0.0")
                .doesNotContain(KEY);
        assertThat(sandbox.jobCount()).isEqualTo(1);
        assertThat(sandbox.fileCount()).isGreaterThanOrEqualTo(2);
        assertThat(sandbox.requestLines()).contains("POST /v1/chat/completions");
        assertThat(sandbox.requests())
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("authorization", "Bearer " + KEY));
    }

    @Test
    void run_budgetBelowTheEstimate_createsNoJob() throws Exception {
        Ended ended = run(reachable(), "--budget", "0.000001");

        assertThat(ended.status()).as(ended.printed()).isEqualTo(1);
        assertThat(ended.printed()).contains("budget").doesNotContain("\tat ");
        assertThat(sandbox.jobCount()).isZero();
    }

    /** Nobody listens at port 1, and no name under {@code .invalid} is ever given out (RFC 2606). */
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/v1", "https://host.invalid/v1"})
    void run_providerOutOfReach_givesUpSoonAndNamesIt(String address) throws Exception {
        Ended ended = run(Map.of("OPENAI_API_KEY", KEY, "OPENAI_BASE_URL", address));

        assertThat(ended.status()).as(ended.printed()).isEqualTo(1);
        assertThat(ended.printed())
                .contains("failed: ", address.replaceFirst("/v1$", ""), "could not be reached", "check the address")
                .doesNotContain("\tat ");
    }

    @Test
    void run_withoutAKey_saysWhichVariableIsMissing() throws Exception {
        Ended ended = run(Map.of());

        assertThat(ended.status()).as(ended.printed()).isEqualTo(2);
        assertThat(ended.printed()).contains("OPENAI_API_KEY").doesNotContain("\tat ");
    }

    @Test
    void run_providerThatRefusesTraining_saysSoAndNamesTheLeftOverFile() throws Exception {
        sandbox.answerNext(
                "POST /v1/fine_tuning/jobs$",
                OpenAiSandbox.error(403, "training_not_available", "Fine-tuning is no longer available."));

        Ended ended = run(reachable());

        assertThat(ended.status()).as(ended.printed()).isEqualTo(1);
        assertThat(ended.printed()).contains("file-").doesNotContain("\tat ");
        assertThat(sandbox.jobCount()).isZero();
    }
}
