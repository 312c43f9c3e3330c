package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A search, a retraining and a successor on a dataset that is too large for memory. */
class LargeSourceTest {
    private static final String FED = "/api/retrainings/fed";
    private static final String ORDER = """
            {"name": "wide", "dataset": "%s", "model": "found", "baseModel": "%s", "epochs": "1, 2", "strategy": "grid",
             "trials": 2, "validation": 0.05, "test": 0.05}\
            """;

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE).chat(ScriptedChatModel.echo("tuned"));

    @TempDir
    Path folder;

    private final ApiCalls calls = new ApiCalls();

    @Test
    void search_datasetTooLargeForMemory_trainsEachTrialOnceAcrossAKill() throws Exception {
        try (ConsoleProcess console = start()) {
            String order = ORDER.formatted(upload(), ConsoleProcess.BASE_MODEL);
            assertThat(calls.post("/api/searches", order, "status")).isEqualTo("RUNNING");
            JsonNode preparing = await("/api/searches/wide", now -> now.has("preparing"));
            assertThat(preparing.path("preparing").asText()).containsPattern("split: \\d+ % of 650 examples|stored");
            assertThat(calls.page("/searches/wide")).contains("Search wide");
            console.kill();
        }
        try (ConsoleProcess console = start()) {
            JsonNode over = await(
                    "/api/searches/wide", now -> now.path("status").asText().equals("DONE"));
            assertThat(over.path("trials")).as(console.url()).hasSize(2);
            assertThat(calls.get("/api/runs").path("runs"))
                    .hasSize(2)
                    .allSatisfy(run -> assertThat(run.path("status").asText()).isEqualTo("SUCCEEDED"));
        }
        assertThat(sandbox.jobCount()).isEqualTo(2);
        assertThat(LargeData.leftOver(folder.resolve("data"))).isEmpty();
    }

    @Test
    void retraining_datasetTooLargeForMemory_takesAndTrainsEachExampleOnceAcrossKills() throws Exception {
        String dataset;
        try (ConsoleProcess console = start()) {
            calls.post("/api/retrainings", """
                    {"model": "fed", "baseModel": "%s", "afterExamples": 1000000}\
                    """.formatted(ConsoleProcess.BASE_MODEL));
            dataset = upload();
            JsonNode feed = handIn(dataset);
            assertThat(feed.path("status").asText()).as(console.url()).isEqualTo("ACTIVE");
            await(FED, now -> now.path("waiting").asInt() > 0);
        }
        try (ConsoleProcess console = start()) {
            JsonNode handed = await(FED, now -> status(now).equals("DONE"));
            assertThat(handed.path("waiting").asInt()).as(console.url()).isEqualTo(LargeData.ROWS);
            assertThat(calls.page("/retrainings/fed")).contains("known already, 0 refused");
            calls.post(FED + "/rounds", "");
            TimeUnit.MILLISECONDS.sleep(700);
        }
        try (ConsoleProcess console = start()) {
            JsonNode over = await(
                    FED,
                    now -> !now.path("rounds").get(0).path("outcome").asText().equals("OPEN"));
            assertThat(over.path("rounds"))
                    .singleElement()
                    .satisfies(round -> assertThat(round.path("outcome").asText())
                            .as(console.url() + round)
                            .isEqualTo("REGISTERED"));
            assertThat(over.path("waiting").asInt()).isZero();

            handIn(dataset);

            JsonNode again = await(FED, now -> status(now).equals("DONE"));
            assertThat(again.path("datasets").get(0).path("note").asText())
                    .isEqualTo("0 examples are in the queue, 650 known already, 0 refused");
        }
        assertThat(sandbox.jobCount()).isOne();
    }

    private JsonNode handIn(String dataset) throws IOException, InterruptedException {
        return calls.post(FED + "/datasets", "{\"dataset\": \"%s\"}".formatted(dataset))
                .path("datasets")
                .get(0);
    }

    private static String status(JsonNode retraining) {
        return retraining.path("datasets").get(0).path("status").asText();
    }

    @Test
    void successor_datasetTooLargeForMemory_isTrainedOnTheSameExamples() throws Exception {
        try (ConsoleProcess console = start()) {
            String run = calls.post("/api/runs", """
                            {"dataset": "%s", "model": "tuned", "baseModel": "%s", "validation": 0, "test": 0.05}\
                            """.formatted(upload(), ConsoleProcess.BASE_MODEL), "id");
            JsonNode first = calls.awaitRun(run);
            assertThat(first.path("status").asText()).as(console.url() + first).isEqualTo("SUCCEEDED");
            String path = "/api/models/tuned/versions/" + first.path("version").asText() + "/successor";

            String next = calls.post(path, "{\"baseModel\": \"gpt-4.1-nano-2025-04-14\"}", "id");
            JsonNode over = calls.awaitRun(next);

            assertThat(over.path("status").asText()).as(over.toString()).isEqualTo("SUCCEEDED");
            assertThat(over.path("labels").path("successorOf").asText()).startsWith("tuned@");
            assertThat(calls.get("/api/models/tuned").path("versions").findValuesAsText("dataset"))
                    .hasSize(2)
                    .allMatch(calls.get("/api/models/tuned")
                            .path("versions")
                            .get(0)
                            .path("dataset")
                            .asText()::equals);
        }
        assertThat(LargeData.leftOver(folder.resolve("data"))).isEmpty();
    }

    private String upload() throws IOException, InterruptedException {
        return calls.upload("large", LargeData.tooLarge()).path("id").asText();
    }

    private JsonNode await(String path, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        for (int i = 0; i < 2_400; i++) {
            JsonNode now = calls.get(path);
            if (wanted.test(now)) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
        throw new AssertionError(path + " does not become what is awaited: " + calls.get(path));
    }

    private ConsoleProcess start() throws IOException {
        ConsoleProcess console = ConsoleProcess.start(LargeData.VM, folder.resolve("data"), sandbox);
        calls.at(console.url());
        return console;
    }
}
