package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.finetuning.secrecy.Canary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a webhook is told while people work with a console. */
class NoticesTest {
    @TempDir
    Path folder;

    private final Queue<JsonNode> told = new ConcurrentLinkedQueue<>();
    private final Queue<String> signatures = new ConcurrentLinkedQueue<>();
    private final ApiCalls calls = new ApiCalls();
    private HttpServer hook;

    @BeforeEach
    void listen() throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/hook", this::receive);
        hook.start();
    }

    @AfterEach
    void stop() {
        hook.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            told.add(RunningConsole.json(new String(body, StandardCharsets.UTF_8)));
            signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("webhook-signature")));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Test
    void webhook_runThatEndsDriftAndReview_isToldOfEachOnceAcrossARestart() throws Exception {
        String version;
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            TimeUnit.SECONDS.sleep(1);
            version = train(console);
            drift(version);
            calls.post("/api/review", "{\"user\": \"Look at this?\", \"assistant\": \"Yes\"}");

            JsonNode ended =
                    await("run", news -> news.path("data").path("id").asText().endsWith("/succeeded"));
            assertThat(ended.path("data").path("details").path("tenant").asText())
                    .isEqualTo("default");
            JsonNode alarm = await("drift", news -> true);
            assertThat(alarm.path("data").path("subject").asText()).isEqualTo(version);
            assertThat(alarm.path("data").path("text").asText()).contains("drifts");
            await("other", news -> news.path("data").path("subject").asText().equals("review"));
        }
        List<String> before = ids();
        String last = before.get(before.size() - 1);
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            calls.get("/api/drift");
            TimeUnit.SECONDS.sleep(5);
        }

        // the console was killed, perhaps before it noted that the last one had arrived
        assertThat(ids().stream().filter(id -> !id.equals(last))).doesNotHaveDuplicates();
        assertThat(ids().stream().filter(last::equals)).hasSizeLessThanOrEqualTo(2);
        assertThat(signatures).isNotEmpty().allMatch(signature -> signature.startsWith("v1,"));
    }

    private List<String> ids() {
        return told.stream().map(news -> news.path("data").path("id").asText()).toList();
    }

    private ConsoleProcess start() throws IOException {
        return ConsoleProcess.start(
                List.of("-XX:TieredStopAtLevel=1"),
                Map.of("CONSOLE_WEBHOOK_SECRET", Canary.KEY),
                folder.resolve("data"),
                "--webhook",
                "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook");
    }

    private String train(ConsoleProcess console) throws Exception {
        String dataset = calls.upload("support", RunningConsole.support());
        String run = calls.post(
                "/api/runs",
                "{\"dataset\": \"%s\", \"model\": \"support\", \"baseModel\": \"local-nearest\"}".formatted(dataset),
                "id");
        JsonNode now = calls.get("/api/runs/" + run);
        for (int i = 0; i < 600 && now.path("status").asText().equals("ACTIVE"); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            now = calls.get("/api/runs/" + run);
        }
        assertThat(now.path("status").asText()).as(console.url() + now).isEqualTo("SUCCEEDED");
        return "support@" + now.path("version").asText();
    }

    private void drift(String version) throws Exception {
        calls.post("/api/drift", "{\"version\": \"%s\"}".formatted(version));
        boolean rings = false;
        for (int i = 0; i < 200 && !rings; i++) {
            rings = calls.post("/api/drift/" + version + "/values", "{\"score\": 0}")
                    .path("rings")
                    .asBoolean();
        }
        assertThat(rings).isTrue();
    }

    private JsonNode await(String type, Predicate<JsonNode> which) throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            for (JsonNode news : told) {
                if (news.path("type").asText().equals(type) && which.test(news)) {
                    return news;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("nobody was told of " + type + ", only of " + told);
    }
}
