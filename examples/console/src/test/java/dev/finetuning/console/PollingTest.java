package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.JobPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How often a provider is asked while a run is on and people watch it. */
class PollingTest {
    private static final int VIEWERS = 6;
    private static final Duration WATCHED = Duration.ofSeconds(6);

    @RegisterExtension
    final OpenAiSandbox sandbox =
            new OpenAiSandbox().plan(new JobPlan(Duration.ZERO, Duration.ZERO, Duration.ofHours(1), 3));

    @TempDir
    Path folder;

    private final ApiCalls calls = new ApiCalls();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void run_watchedBySeveral_isLookedAtByThePaceOfTheLibrary() throws Exception {
        try (ConsoleProcess console =
                ConsoleProcess.start(List.of("-XX:TieredStopAtLevel=1"), folder.resolve("data"), sandbox)) {
            calls.at(console.url());
            String run = start();
            awaitJob();
            List<CompletableFuture<HttpResponse<Stream<String>>>> viewers = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                String path = i % 2 == 0 ? "/runs/" + run + "/live" : "/api/runs/" + run + "/stream";
                viewers.add(client.sendAsync(
                        HttpRequest.newBuilder(URI.create(console.url() + path)).build(), BodyHandlers.ofLines()));
            }

            long before = looks();
            TimeUnit.MILLISECONDS.sleep(WATCHED.toMillis());

            // the run goes on: what is seen of it is sent at once
            assertThat(viewers)
                    .allSatisfy(viewer -> assertThat(
                                    viewer.get(30, TimeUnit.SECONDS).body().findFirst())
                            .contains("event: change"));
            // job and events, each after 2 seconds at the earliest, and once more after a change
            assertThat(looks() - before).isBetween(1L, 2 * (WATCHED.toSeconds() / 2 + 2));
        }
    }

    private long looks() {
        return sandbox.requestLines().stream()
                .filter(line -> line.startsWith("GET ") && line.contains("/fine_tuning/jobs/"))
                .count();
    }

    private void awaitJob() throws InterruptedException {
        for (int i = 0; i < 600 && (sandbox.jobCount() == 0 || looks() == 0); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(looks()).isPositive();
    }

    private String start() throws IOException, InterruptedException {
        String dataset = calls.upload("support", RunningConsole.support());
        return calls.post(
                "/api/runs",
                "{\"dataset\": \"%s\", \"model\": \"support\", \"baseModel\": \"%s\"}"
                        .formatted(dataset, ConsoleProcess.BASE_MODEL),
                "id");
    }
}
