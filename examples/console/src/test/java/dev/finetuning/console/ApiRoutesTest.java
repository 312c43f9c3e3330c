package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiRoutesTest {
    @TempDir
    Path folder;

    private RunningConsole console;
    private DescribedApi api;
    private DescribedClient client;

    @Test
    void everyRoute_onTheWayFromAnUploadToARollback_answersAsDescribed() throws Exception {
        try (RunningConsole running = RunningConsole.withTokens(folder)) {
            console = running;
            api = new DescribedApi(console.get("/api/openapi.json", ""));
            client = new DescribedClient(console, api);
            String dataset = datasets();
            String first = train(dataset, "local-linear");
            promote("1.0.0");
            String second = train(changed(), "local-nearest");
            assertThat(second).isNotEqualTo(first);
            models(runs(second));
            review();
            new ExperimentWay(client).go("support", "1.0.0", "1.0.1");
            new DriftWay(client).go("support@1.0.0");
            new SearchWay(client).go(dataset);
            new RetrainingWay(client).go(dataset);
            new RetrainingWay(client).retire("support", "1.0.0", "local-linear", "local-nearest");
            monitor();
            call("DELETE", "/api/datasets/{dataset}", "/api/datasets/" + dataset, "");

            assertThat(api.unanswered()).isEmpty();
        }
    }

    private String datasets() throws Exception {
        HttpResponse<String> uploaded = console.upload(
                "support", "support.csv", RunningConsole.ANN, BodyPublishers.ofByteArray(RunningConsole.support()));
        api.check("POST", "/api/datasets", uploaded);
        assertThat(RunningConsole.json(uploaded).path("reasons").toString()).contains("question");
        String id = RunningConsole.json(uploaded).path("id").asText();
        String one = "/api/datasets/" + id;
        call("GET", "/api/datasets", "/api/datasets", "");
        call("GET", "/api/datasets/{dataset}", one, "");
        call("POST", "/api/datasets/examples", "/api/datasets/examples", """
            {"name": "typed", "examples": [{"messages": [{"role": "user", "content": "Hello?"},
             {"role": "assistant", "content": "Hello!"}]}]}\
            """);
        JsonNode log = call(
                "POST",
                "/api/datasets/conversations",
                "/api/datasets/conversations?name=log&conversation=id&agentColumn=agent&agent=anna&timeColumn=at&after=2026-01-01",
                """
                id,role,content,agent,at
                1,user,Hi,anna,2026-02-01T10:00:00Z
                1,assistant,Hello,anna,2026-02-01T10:01:00Z
                2,user,Hi,bert,2026-02-01T10:00:00Z
                2,assistant,No,bert,2026-02-01T10:01:00Z
                """);
        assertThat(log.path("current").path("examples").asInt()).isEqualTo(1);
        JsonNode stored = call(
                "POST",
                "/api/datasets/conversations/database",
                "/api/datasets/conversations/database?name=stored&agentColumn=agent&agent=anna",
                "");
        assertThat(stored.path("current").path("examples").asInt())
                .as("one of Anna's, none of another tenant")
                .isEqualTo(1);
        call("GET", "/api/datasets/{dataset}/examples", one + "/examples?from=59&limit=5", "");
        call(
                "POST",
                "/api/datasets/{dataset}/examples",
                one + "/examples",
                "{\"user\": \" Hi? \", \"assistant\": \"Hi! \"}");
        call(
                "POST",
                "/api/datasets/{dataset}/examples",
                one + "/examples",
                "{\"user\": \"Hi?\", \"assistant\": \"Hi!\"}");
        call("POST", "/api/datasets/{dataset}/examples/{row}/validation", one + "/examples/1/validation", "");
        JsonNode now = call("DELETE", "/api/datasets/{dataset}/examples/{row}", one + "/examples/61", "");
        assertThat(now.path("current").path("number").asInt()).isEqualTo(5);
        call("GET", "/api/datasets/{dataset}/findings", one + "/findings", "");
        call("GET", "/api/datasets/{dataset}/profile", one + "/profile", "");
        call(
                "POST",
                "/api/datasets/{dataset}/examples",
                one + "/examples",
                "{\"user\": \"Hi?\", \"assistant\": \"Hi!\"}");
        JsonNode preview =
                call("GET", "/api/datasets/{dataset}/remedies/{remedy}", one + "/remedies/drop-duplicates", "");
        assertThat(preview.path("dropped").asInt()).isEqualTo(1);
        JsonNode applied =
                call("POST", "/api/datasets/{dataset}/remedies/{remedy}", one + "/remedies/drop-duplicates", "");
        assertThat(applied.path("current").path("examples").asInt()).isEqualTo(61);
        assertThat(call("DELETE", "/api/datasets/{dataset}/change", one + "/change", "")
                        .has("change"))
                .isFalse();
        JsonNode differences = call("GET", "/api/datasets/{dataset}/differences", one + "/differences?from=1", "");
        assertThat(differences.path("added").asInt()).isEqualTo(1);
        HttpResponse<String> file = console.get(one + "/download?target=openai", RunningConsole.EVE);
        api.check("GET", "/api/datasets/{dataset}/download", file);
        assertThat(file.body().lines().count()).isEqualTo(61);
        return id;
    }

    /** The same questions with another answer to some. */
    private String changed() throws Exception {
        String csv = new String(RunningConsole.support(), StandardCharsets.UTF_8).replace("in two days", "tomorrow");
        HttpResponse<String> sent =
                console.upload("changed", "changed.csv", RunningConsole.ANN, BodyPublishers.ofString(csv));
        return RunningConsole.json(sent).path("id").asText();
    }

    private String train(String dataset, String baseModel) throws Exception {
        String order = """
            {"dataset": "%s", "model": "support", "baseModel": "%s", "epochs": 10, "key": "%s"}\
            """.formatted(dataset, baseModel, baseModel);
        JsonNode quote = call("POST", "/api/runs/quote", "/api/runs/quote", order);
        assertThat(quote.path("objections")).isEmpty();
        String run = call("POST", "/api/runs", "/api/runs", order).path("id").asText();
        String again = call("POST", "/api/runs", "/api/runs", order).path("id").asText();
        assertThat(again).as("the same order sent twice").isEqualTo(run);
        HttpResponse<String> stream = console.get("/api/runs/" + run + "/stream", RunningConsole.EVE);
        api.check("GET", "/api/runs/{run}/stream", stream);
        assertThat(stream.body()).contains("event: end").contains("SUCCEEDED");
        JsonNode events = call("GET", "/api/runs/{run}/events", "/api/runs/" + run + "/events", "");
        assertThat(events.findValues("train_loss").isEmpty())
                .as("only what learns step by step has a loss")
                .isEqualTo(baseModel.equals("local-nearest"));
        return run;
    }

    private void promote(String version) throws Exception {
        String path = "/api/models/support/versions/" + version + "/promotion";
        JsonNode decision =
                call("POST", "/api/models/{model}/versions/{version}/promotion", path, "{\"why\": \"better\"}");
        assertThat(decision.path("promoted").asBoolean())
                .as(decision.toString())
                .isTrue();
        assertThat(decision.path("gates")).isNotEmpty();
    }

    private String runs(String run) throws Exception {
        String one = "/api/runs/" + run;
        call("GET", "/api/runs", "/api/runs?model=support&status=succeeded", "");
        String version = call("GET", "/api/runs/{run}", one, "").path("version").asText();
        JsonNode measured = call("GET", "/api/evaluations/{run}", "/api/evaluations/" + run, "");
        assertThat(measured.path("comparison").path("verdict").asText()).isNotEmpty();
        call("GET", "/api/evaluations/{run}/cases", "/api/evaluations/" + run + "/cases?limit=3", "");
        judge("/api/evaluations/" + run);
        call("POST", "/api/runs/{run}/cancel", one + "/cancel", "");
        call("POST", "/api/runs/{run}/extend", one + "/extend", "");
        call("POST", "/api/runs/{run}/resend", one + "/resend", "");
        return version;
    }

    private void judge(String evaluation) throws Exception {
        JsonNode pairs = call("GET", "/api/evaluations/{run}/pairs", evaluation + "/pairs", "");
        int remaining = pairs.path("remaining").size();
        assertThat(remaining).isPositive().isEqualTo(pairs.path("total").asInt());
        String item = pairs.path("remaining").get(0).path("item").asText();
        call(
                "POST",
                "/api/evaluations/{run}/judgements",
                evaluation + "/judgements",
                "{\"item\": \"%s\", \"preference\": \"left\"}".formatted(item));
        assertThat(call("GET", "/api/evaluations/{run}/pairs", evaluation + "/pairs", "")
                        .path("remaining"))
                .hasSize(remaining - 1);
        JsonNode result = call("GET", "/api/evaluations/{run}/judgements", evaluation + "/judgements", "");
        assertThat(result.has("preference")).isTrue();
    }

    private void models(String newest) throws Exception {
        String one = "/api/models/support";
        call("GET", "/api/models", "/api/models", "");
        call("GET", "/api/models/{model}", one, "");
        call("GET", "/api/models/{model}/history", one + "/history", "");
        call("GET", "/api/models/{model}/comparison", one + "/comparison?first=1.0.0&second=" + newest, "");
        String second = one + "/versions/" + newest;
        call(
                "POST",
                "/api/models/{model}/versions/{version}/promotion",
                second + "/promotion",
                "{\"override\": true, \"why\": \"to try it\"}");
        assertThat(call("GET", "/api/models/{model}/production", one + "/production", "")
                        .path("version")
                        .asText())
                .isEqualTo(newest);
        assertThat(call("POST", "/api/models/{model}/rollback", one + "/rollback", "{}")
                        .path("version")
                        .asText())
                .isEqualTo("1.0.0");
        call("POST", "/api/models/{model}/versions/{version}/archive", second + "/archive", "{}");
        call("POST", "/api/models/{model}/versions/{version}/restoration", second + "/restoration", "{}");
        JsonNode answer = call(
                "POST", "/api/models/{model}/answer", one + "/answer", "{\"question\": \"Where is my order (7)?\"}");
        assertThat(answer.path("text").asText()).isEqualTo("Orders ship in two days.");
        HttpResponse<String> stream =
                console.post(one + "/answer/stream", RunningConsole.EVE, "{\"question\": \"How can I pay (1)?\"}");
        api.check("POST", "/api/models/{model}/answer/stream", stream);
        assertThat(stream.body()).contains("event: end").contains("We take cards.");
    }

    private void review() throws Exception {
        call("POST", "/api/review", "/api/review", "{\"user\": \"Who?\", \"assistant\": \"We.\"}");
        JsonNode items = call("GET", "/api/review", "/api/review", "").path("items");
        String decision = "/api/review/" + items.get(0).path("id").asText() + "/decision";
        JsonNode decided = call(
                "POST",
                "/api/review/{item}/decision",
                decision,
                "{\"verdict\": \"accept\", \"answer\": \"All of us.\"}");
        assertThat(decided.path("status").asText()).isEqualTo("ACCEPTED");
    }

    private void monitor() throws Exception {
        assertThat(call("GET", "/api/me", "/api/me", "").path("who").asText()).isEqualTo("Ann");
        call("POST", "/api/monitor/advance", "/api/monitor/advance", "");
        call("GET", "/api/monitor/health", "/api/monitor/health", "");
        HttpResponse<String> metrics = console.get("/api/monitor/metrics", RunningConsole.EVE);
        api.check("GET", "/api/monitor/metrics", metrics);
        assertThat(metrics.body()).contains("fine_tuning_runs{status=\"succeeded\"}");
    }

    private JsonNode call(String method, String template, String path, String body) throws Exception {
        return client.call(method, template, path, body);
    }
}
