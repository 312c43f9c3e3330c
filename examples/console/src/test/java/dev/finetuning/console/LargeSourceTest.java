package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A search and a successor on a dataset that is too large for memory. */
class LargeSourceTest {
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
            TimeUnit.MILLISECONDS.sleep(400);
            console.kill();
        }
        try (ConsoleProcess console = start()) {
            assertThat(awaitEnd(console).path("trials")).hasSize(2);
            assertThat(calls.get("/api/runs").path("runs"))
                    .hasSize(2)
                    .allSatisfy(run -> assertThat(run.path("status").asText()).isEqualTo("SUCCEEDED"));
        }
        assertThat(sandbox.jobCount()).isEqualTo(2);
        assertThat(LargeData.leftOver(folder.resolve("data"))).isEmpty();
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

    private JsonNode awaitEnd(ConsoleProcess console) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            JsonNode now = calls.get("/api/searches/wide");
            if (now.path("status").asText().equals("DONE")) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError(
                "the search does not end at " + console.url() + ": " + calls.get("/api/searches/wide"));
    }

    private ConsoleProcess start() throws IOException {
        ConsoleProcess console = ConsoleProcess.start(LargeData.VM, folder.resolve("data"), sandbox);
        calls.at(console.url());
        return console;
    }
}
