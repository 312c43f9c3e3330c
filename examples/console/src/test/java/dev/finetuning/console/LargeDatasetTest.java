package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Datasets larger than the console's memory: uploaded, looked at, and trained on. */
class LargeDatasetTest {
    /** Its own answers would look through half a gigabyte for each question. */
    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE).chat(ScriptedChatModel.echo("tuned"));

    @TempDir
    Path folder;

    private final ApiCalls calls = new ApiCalls();

    @Test
    void train_datasetLargerThanMemoryAllows_isTrainedOnAsAStream() throws Exception {
        trained("-Xmx96m", LargeData.ROWS, 20_300);
    }

    /** The sandbox reads a file into the memory of the tests, so it cannot be as large as a provider takes it. */
    @Tag("campaign")
    @Test
    void train_twoHundredMegabytesInHalfOfIt_isTrainedOnAsAStream() throws Exception {
        trained("-Xmx128m", 200_000, 900);
    }

    @Tag("campaign")
    @Test
    void train_gigabyteInQuarterOfIt_isSentAsAStreamAndRefusedByTheProviderWithItsLimit() throws Exception {
        JsonNode over = train("-Xmx256m", 1_000_000, 900);

        assertThat(over.path("status").asText()).isEqualTo("FAILED");
        assertThat(over.path("note").asText()).contains("the provider takes 536870912; nothing was spent");
    }

    private void trained(String heap, int rows, int length) throws Exception {
        JsonNode over = train(heap, rows, length);

        assertThat(over.path("status").asText()).as(over.toString()).isEqualTo("SUCCEEDED");
        assertThat(sandbox.jobCount()).isOne();
    }

    private JsonNode train(String heap, int rows, int length) throws Exception {
        JsonNode over;
        try (ConsoleProcess console =
                ConsoleProcess.start(List.of(heap, "-XX:+UseSerialGC"), folder.resolve("data"), sandbox)) {
            calls.at(console.url());
            String dataset = upload(rows, length);
            String page = page(dataset);
            assertThat(page).contains("question 0 of many?", "MiB");

            JsonNode quote =
                    timed("quote", () -> calls.post("/api/runs/quote", order(dataset, ConsoleProcess.BASE_MODEL)));
            assertThat(quote.path("test").asInt()).isLessThanOrEqualTo(2_000);
            assertThat(quote.path("train").asInt()).isGreaterThanOrEqualTo(rows * 7 / 10);

            String run = timed("start", () -> calls.post("/api/runs", order(dataset, ConsoleProcess.BASE_MODEL)))
                    .path("id")
                    .asText();
            over = calls.awaitRun(run);

            assertThat(calls.post("/api/runs", order(dataset, ConsoleProcess.BASE_MODEL))
                            .path("id")
                            .asText())
                    .isEqualTo(run);
        }
        assertThat(LargeData.leftOver(folder.resolve("data"))).isEmpty();
        return over;
    }

    @Test
    void train_datasetLargerThanTheLocalProviderTakes_isRefusedByThatWithItsLimit() throws Exception {
        try (ConsoleProcess console = ConsoleProcess.start(LargeData.VM, folder.resolve("data"))) {
            calls.at(console.url());
            String dataset = upload(LargeData.ROWS, 20_300);

            JsonNode over = calls.awaitRun(calls.post("/api/runs", order(dataset, "local-nearest"))
                    .path("id")
                    .asText());

            assertThat(over.path("status").asText()).isEqualTo("FAILED");
            assertThat(over.path("note").asText()).contains("more than", "LocalSettings.maxFileBytes");
        }
        assertThat(LargeData.leftOver(folder.resolve("data"))).isEmpty();
    }

    private static String order(String dataset, String base) {
        return "{\"dataset\": \"%s\", \"model\": \"large\", \"baseModel\": \"%s\", \"epochs\": 1, \"test\": 0.05, \"key\": \"once\"}"
                .formatted(dataset, base);
    }

    private String upload(int rows, int length) throws Exception {
        JsonNode dataset = timed("upload", () -> calls.upload("large", LargeData.rows(rows, length)));
        assertThat(dataset.path("current").path("examples").asInt()).isEqualTo(rows);
        return dataset.path("id").asText();
    }

    private String page(String dataset) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        String page = calls.page("/datasets/" + dataset);
        System.out.printf(
                Locale.ROOT,
                "large: page took %.1f s and is %s%n",
                (System.nanoTime() - begun) / 1e9,
                page.contains("Being checked") ? "being checked" : "complete");
        return page;
    }

    private interface Step {
        JsonNode run() throws IOException, InterruptedException;
    }

    private static JsonNode timed(String what, Step step) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        JsonNode made = step.run();
        System.out.printf(Locale.ROOT, "large: %s took %.1f s%n", what, (System.nanoTime() - begun) / 1e9);
        return made;
    }
}
