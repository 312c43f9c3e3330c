package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.console.screen.Assets;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreensTest {
    private static final Pattern LINK = Pattern.compile("(?:href|src|data-live)=\"([^\"]+)\"");
    private static final Pattern INLINE = Pattern.compile("<script>|<style|\\sstyle=|\\son[a-z]+=");

    @TempDir
    Path folder;

    @Test
    void everyLink_fromHomeOn_leadsToAPageWithoutInlineCode() throws Exception {
        try (RunningConsole console = RunningConsole.open(folder)) {
            String run = train(console);
            Set<String> seen = new LinkedHashSet<>(Set.of("/"));
            Deque<String> next = new ArrayDeque<>(seen);
            while (!next.isEmpty()) {
                String path = next.remove();
                HttpResponse<String> page = console.send(console.request(path).build());
                assertThat(page.statusCode()).as(path).isEqualTo(200);
                if (page.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
                    assertThat(INLINE.matcher(page.body()).find()).as(path).isFalse();
                    Matcher links = LINK.matcher(page.body());
                    while (links.find()) {
                        String link = links.group(1).replace("&amp;", "&").replaceFirst("#.*", "");
                        String found = link.startsWith("?") ? path.replaceFirst("\\?.*", "") + link : link;
                        if (!found.isEmpty() && seen.add(found)) {
                            next.add(found);
                        }
                    }
                }
            }

            assertThat(console.send(console.request("/").build()).body())
                    .as("what ends, although only people have said so")
                    .contains("support@1.0.0 will be shut down");
            assertThat(seen)
                    .contains(
                            "/runs/" + run, "/evaluations/" + run, "/models/support", "/models/support/versions/1.0.0")
                    .contains("/models/support/ask", "/review", Assets.link("console.css"))
                    .contains("/searches/tried", "/retrainings/support", "/retirements", "/experiments/tried");
        }
    }

    @Test
    void assets_atTheAddressOfTheirContent_areKeptByBrowsers() throws Exception {
        try (RunningConsole console = RunningConsole.open(folder)) {
            String link = Assets.link("console.js");
            assertThat(console.send(console.request("/").build()).body()).contains(link);
            HttpResponse<String> kept = console.send(console.request(link).build());
            assertThat(kept.body()).contains("function live");
            assertThat(kept.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            HttpResponse<String> other =
                    console.send(console.request("/assets/console.js?v=0").build());
            assertThat(other.headers().allValues("Cache-Control")).containsExactly("no-cache");
        }
    }

    private static String train(RunningConsole console) throws Exception {
        HttpResponse<String> uploaded = console.send(console.request("/api/datasets?name=support&fileName=s.csv")
                .POST(BodyPublishers.ofByteArray(RunningConsole.support()))
                .build());
        String dataset = RunningConsole.json(uploaded).path("id").asText();
        HttpResponse<String> started = console.send(console.request("/api/runs")
                .POST(BodyPublishers.ofString(
                        "{\"dataset\": \"%s\", \"model\": \"support\", \"baseModel\": \"local\", \"promote\": true}"
                                .formatted(dataset)))
                .build());
        JsonNode run = RunningConsole.json(started);
        String id = run.path("id").asText();
        console.send(console.request("/api/runs/" + id + "/stream").build());
        send(console, "/api/searches", SearchWay.ORDER.formatted("tried", dataset));
        console.send(console.request("/searches/tried/live").build());
        send(console, "/api/retrainings", "{\"model\": \"support\", \"baseModel\": \"local\", \"afterExamples\": 100}");
        send(console, "/api/retrainings/support/examples", RetrainingWay.examples(0));
        send(console, "/api/retirements", "{\"baseModel\": \"local\", \"at\": \"2027-03-01\"}");
        send(
                console,
                "/api/experiments",
                "{\"name\": \"tried\", \"model\": \"searched\", \"control\": \"1.0.0\", \"treatment\": \"1.0.1\"}");
        send(console, "/api/drift", "{\"version\": \"support@1.0.0\"}");
        return id;
    }

    private static void send(RunningConsole console, String path, String json) throws Exception {
        HttpResponse<String> answer = console.send(
                console.request(path).POST(BodyPublishers.ofString(json)).build());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }
}
