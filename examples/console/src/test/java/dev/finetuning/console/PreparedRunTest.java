package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Datasets that are too large for memory, and for somebody to wait. */
class PreparedRunTest {
    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE).chat(ScriptedChatModel.echo("tuned"));

    @TempDir
    Path folder;

    private final ApiCalls calls = new ApiCalls();

    @Test
    void start_killedWhilePreparing_goesOnUnderTheSameIdAndPaysOnce() throws Exception {
        String run;
        String order;
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            order = order(upload(), "once");
            JsonNode answer = calls.post("/api/runs", order);
            run = answer.path("id").asText();
            assertThat(answer.path("stage").asText()).isEqualTo("PREPARE");
            assertThat(answer.path("status").asText()).isEqualTo("ACTIVE");
            assertThat(answer.path("labels").path("preparing").asText()).isNotEmpty();
            assertThat(answer.path("note").asText()).contains("Nothing has been sent");
            assertThat(calls.get("/api/runs?status=active").path("runs").findValuesAsText("id"))
                    .containsExactly(run);
            assertThat(calls.get("/api/runs/" + run + "/events").path("events")).isEmpty();
            assertThat(calls.page("/runs/" + run)).contains("Prepare", "being prepared");
            console.kill();
        }
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            assertThat(calls.post("/api/runs", order, "id")).isEqualTo(run);
            JsonNode over = calls.awaitRun(run);
            assertThat(over.path("status").asText()).as(over.toString()).isEqualTo("SUCCEEDED");
            assertThat(over.path("labels").has("preparing")).isFalse();
            assertThat(calls.get("/api/runs").path("runs")).hasSize(1);
        }
        assertThat(sandbox.jobCount()).isOne();
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void cancel_whilePreparing_sendsNothingEvenAfterARestart() throws Exception {
        String run;
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            run = calls.post("/api/runs", order(upload(), "cancelled"), "id");
            JsonNode cancelled = calls.post("/api/runs/" + run + "/cancel", "");
            assertThat(cancelled.path("status").asText()).isEqualTo("CANCELLED");
            for (int i = 0; i < 300 && !leftOver().isEmpty(); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(leftOver()).isEmpty();
        }
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            JsonNode now = calls.get("/api/runs/" + run);
            assertThat(now.path("status").asText()).isEqualTo("CANCELLED");
            assertThat(now.path("note").asText()).contains("cancelled by");
        }
        assertThat(sandbox.jobCount() + sandbox.fileCount()).isZero();
    }

    @Test
    void start_datasetDeletedWhileItWaits_failsWithTheReason() throws Exception {
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            String first = upload();
            String second = upload();
            calls.post("/api/runs", order(first, "first"));
            String run = calls.post("/api/runs", order(second, "second"), "id");
            calls.send("DELETE", "/api/datasets/" + second, null);

            JsonNode over = calls.awaitRun(run);

            assertThat(over.path("status").asText()).isEqualTo("FAILED");
            assertThat(over.path("note").asText()).contains("no such dataset", "Nothing was sent");
            assertThat(calls.post("/api/runs", order(second, "second").replace(second, first), "id"))
                    .as("the same key gives the same run")
                    .isEqualTo(run);
        }
    }

    @Test
    void changeAndCompare_datasetTooLargeForMemory_copiesItRowByRow() throws Exception {
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            String here = "/api/datasets/" + upload();

            calls.post(here + "/examples", "{\"user\": \"one more?\", \"assistant\": \"yes\"}");
            calls.send("DELETE", here + "/examples/1", null);
            calls.post(here + "/examples/1/validation", "");

            JsonNode current = calls.get(here).path("current");
            assertThat(current.path("number").asInt()).isEqualTo(4);
            assertThat(current.path("examples").asInt()).isEqualTo(LargeData.ROWS);
            assertThat(current.path("validated").asInt()).isOne();
            JsonNode counts = calls.get(here + "/differences?from=1&to=4");
            assertThat(counts.path("added").asInt()).isOne();
            assertThat(counts.path("removed").asInt()).isOne();
            assertThat(counts.path("unchanged").asInt()).isEqualTo(LargeData.ROWS - 1);
            assertThat(calls.get(here + "/examples?from=" + LargeData.ROWS + "&limit=1")
                            .toString())
                    .contains("one more?");
        }
    }

    private ConsoleProcess start() throws IOException {
        return ConsoleProcess.start(LargeData.VM, folder.resolve("data"), sandbox);
    }

    private String upload() throws IOException, InterruptedException {
        return calls.upload("large", LargeData.tooLarge()).path("id").asText();
    }

    private List<String> leftOver() throws IOException {
        return LargeData.leftOver(folder.resolve("data"));
    }

    private static String order(String dataset, String key) {
        return "{\"dataset\": \"%s\", \"model\": \"large\", \"baseModel\": \"%s\", \"epochs\": 1, \"test\": 0.05, \"key\": \"%s\"}"
                .formatted(dataset, ConsoleProcess.BASE_MODEL, key);
    }
}
