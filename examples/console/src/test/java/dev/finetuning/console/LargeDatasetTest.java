package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Datasets larger than the console's memory: uploaded, looked at, and trained on. */
class LargeDatasetTest {
    private static final String ROW = "{\"messages\": [{\"role\": \"user\", \"content\": \"question %d of many?\"},"
            + " {\"role\": \"assistant\", \"content\": \"%s\"}]}\n";

    /** Its own answers would look through half a gigabyte for each question. */
    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE).chat(ScriptedChatModel.echo("tuned"));

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private String url = "";

    /** Of 24 MB, where 12 MB may be read into memory. */
    @Test
    void train_datasetLargerThanMemoryAllows_isTrainedOnAsAStream() throws Exception {
        trained("-Xmx96m", 1_200, 20_000);
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
        try (ConsoleProcess console = ConsoleProcess.start(
                List.of(heap, "-XX:+UseSerialGC"),
                folder.resolve("data"),
                "--provider",
                "sandbox",
                "--base-url",
                sandbox.url(),
                "--base-models",
                "gpt-4.1-mini-2025-04-14")) {
            url = console.url();
            String dataset = upload(rows, length);
            String page = page(dataset);
            assertThat(page).contains("question 0 of many?", "MiB");

            JsonNode quote = timed("quote", () -> post("/api/runs/quote", order(dataset, "gpt-4.1-mini-2025-04-14")));
            assertThat(quote.path("test").asInt()).isLessThanOrEqualTo(2_000);
            assertThat(quote.path("train").asInt()).isGreaterThanOrEqualTo(rows * 7 / 10);

            String run = timed("start", () -> post("/api/runs", order(dataset, "gpt-4.1-mini-2025-04-14")))
                    .path("id")
                    .asText();
            over = await(run);

            assertThat(post("/api/runs", order(dataset, "gpt-4.1-mini-2025-04-14"))
                            .path("id")
                            .asText())
                    .isEqualTo(run);
        }
        assertThat(leftOver()).isEmpty();
        return over;
    }

    @Test
    void train_datasetLargerThanTheLocalProviderTakes_isRefusedByThatWithItsLimit() throws Exception {
        try (ConsoleProcess console =
                ConsoleProcess.start(List.of("-Xmx96m", "-XX:+UseSerialGC"), folder.resolve("data"))) {
            url = console.url();
            String dataset = upload(1_200, 20_000);

            JsonNode over = await(post("/api/runs", order(dataset, "local-nearest"))
                    .path("id")
                    .asText());

            assertThat(over.path("status").asText()).isEqualTo("FAILED");
            assertThat(over.path("note").asText()).contains("more than", "LocalSettings.maxFileBytes");
        }
        assertThat(leftOver()).isEmpty();
    }

    /** The parts of splits, which nobody needs any more; what was being checked when the console ended may lie there. */
    private List<String> leftOver() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/default/datasets"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".part") && !name.startsWith("checked-"))
                    .toList();
        }
    }

    private static String order(String dataset, String base) {
        return "{\"dataset\": \"%s\", \"model\": \"large\", \"baseModel\": \"%s\", \"epochs\": 1, \"key\": \"once\"}"
                .formatted(dataset, base);
    }

    private String upload(int rows, int length) throws Exception {
        String answer = "answer ".repeat(length / 7);
        Iterable<byte[]> lines = () -> IntStream.range(0, rows)
                .mapToObj(row -> ROW.formatted(row, answer))
                .map(row -> row.getBytes(StandardCharsets.UTF_8))
                .iterator();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/datasets?name=large&fileName=large.jsonl"))
                .POST(BodyPublishers.ofByteArrays(lines))
                .build();
        JsonNode dataset = timed("upload", () -> answer(request));
        assertThat(dataset.path("current").path("examples").asInt()).isEqualTo(rows);
        return dataset.path("id").asText();
    }

    private JsonNode await(String run) throws IOException, InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            JsonNode now = answer(
                    HttpRequest.newBuilder(URI.create(url + "/api/runs/" + run)).build());
            if (!now.path("status").asText().equals("ACTIVE")) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new AssertionError("the run does not end");
    }

    private JsonNode post(String path, String json) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(url + path))
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return RunningConsole.json(answer);
    }

    private String page(String dataset) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/datasets/" + dataset)).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        System.out.printf(
                Locale.ROOT,
                "large: page took %.1f s and is %s%n",
                (System.nanoTime() - begun) / 1e9,
                answer.body().contains("Being checked") ? "being checked" : "complete");
        return answer.body();
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
