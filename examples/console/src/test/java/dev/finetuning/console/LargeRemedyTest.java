package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Remedies for datasets that are too large for memory. */
class LargeRemedyTest {
    @TempDir
    Path folder;

    private final ApiCalls calls = new ApiCalls();
    private String here = "";

    /** What it holds is the first changes: each of these examples is one. */
    @Test
    void remedy_datasetTooLargeForMemory_isTriedAndAppliedAsAStream() throws Exception {
        try (ConsoleProcess console = start()) {
            upload(console, LargeData.tooLarge());

            tryAndApply(LargeData.ROWS);

            JsonNode refused = calls.post(here + "/remedies/trim-whitespace", "");
            JsonNode over = refused.has("change") ? awaitChange() : refused;
            assertThat(over.path("change").path("status").asText())
                    .as(over.toString())
                    .isEqualTo("FAILED");
            assertThat(over.path("change").path("note").asText()).contains("would change nothing");
            assertThat(calls.page(page())).contains("would change nothing", "Dismiss");
            assertThat(calls.send("DELETE", here + "/change", null).has("change"))
                    .isFalse();
        }
    }

    @Tag("campaign")
    @Test
    void remedy_twoHundredMegabytesInHalfOfIt_isTriedAndAppliedAsAStream() throws Exception {
        try (ConsoleProcess console = ConsoleProcess.start(List.of("-Xmx128m"), folder.resolve("data"))) {
            upload(console, LargeData.rows(200_000, 900));

            tryAndApply(200_000);
        }
    }

    private void tryAndApply(int rows) throws Exception {
        JsonNode preview = calls.get(here + "/remedies/trim-whitespace");
        assertThat(preview.path("changed").asInt()).isEqualTo(rows);
        assertThat(preview.path("rows").get(0).asInt()).isOne();
        assertThat(calls.page(page() + "/remedies/trim-whitespace")).contains("Would change", "Apply as revision 2");

        JsonNode begun = calls.post(here + "/remedies/trim-whitespace?revision=1", "");
        assertThat(begun.path("current").path("number").asInt() == 2
                        || begun.path("change").path("status").asText().equals("ACTIVE"))
                .as(begun.toString())
                .isTrue();
        if (begun.has("change")) {
            assertThat(calls.page(page())).contains("Cancel the remedy");
        }
        JsonNode after = awaitChange();
        assertThat(after.has("change")).isFalse();
        assertThat(after.path("current").path("number").asInt()).isEqualTo(2);
        assertThat(after.path("current").path("examples").asInt()).isEqualTo(rows);
        assertThat(after.path("current").path("why").asText()).contains(rows + " changed, 0 dropped");
        assertThat(calls.get(here + "/examples?from=" + rows + "&limit=1").toString())
                .contains("question " + (rows - 1))
                .doesNotContain("answer \"");
    }

    @Test
    void cancel_whileARemedyIsApplied_leavesTheDatasetAsItWas() throws Exception {
        try (ConsoleProcess console = start()) {
            upload(console, LargeData.tooLarge());
            JsonNode begun = calls.post(here + "/remedies/trim-whitespace", "");
            assertThat(begun.path("change").path("status").asText()).isEqualTo("ACTIVE");

            JsonNode after = calls.send("DELETE", here + "/change", null);

            assertThat(after.has("change")).isFalse();
            for (int i = 0; i < 300 && !left(".part").isEmpty(); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(left(".part")).isEmpty();
            assertThat(calls.get(here).path("current").path("number").asInt()).isOne();
            assertThat(left(".jsonl")).hasSize(1);
        }
    }

    @Test
    void killed_twiceWhileARemedyIsApplied_leavesNothingOrTheWholeRevision() throws Exception {
        try (ConsoleProcess console = start()) {
            upload(console, LargeData.tooLarge());
            calls.post(here + "/remedies/trim-whitespace?revision=1", "");
        }
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            if (check() == 1) {
                calls.post(here + "/remedies/trim-whitespace?revision=1", "");
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
        try (ConsoleProcess console = start()) {
            calls.at(console.url());
            if (check() == 1) {
                calls.post(here + "/remedies/trim-whitespace?revision=1", "");
                assertThat(awaitChange().path("current").path("number").asInt()).isEqualTo(2);
            }
            assertThat(left(".jsonl")).hasSize(2);
        }
    }

    /** After a restart; returns the number of the newest revision. */
    private int check() throws Exception {
        JsonNode now = calls.get(here);
        int number = now.path("current").path("number").asInt();
        assertThat(now.has("change")).isFalse();
        assertThat(now.path("current").path("examples").asInt()).isEqualTo(LargeData.ROWS);
        assertThat(left(".part")).isEmpty();
        String last = calls.get(here + "/examples?from=" + LargeData.ROWS + "&limit=1")
                .toString();
        assertThat(last).contains("question " + (LargeData.ROWS - 1));
        assertThat(last.contains("answer \"")).isEqualTo(number == 1);
        return number;
    }

    private ConsoleProcess start() throws IOException {
        return ConsoleProcess.start(LargeData.VM, folder.resolve("data"));
    }

    private void upload(ConsoleProcess console, BodyPublisher rows) throws IOException, InterruptedException {
        calls.at(console.url());
        here = "/api/datasets/" + calls.upload("large", rows).path("id").asText();
    }

    private String page() {
        return here.substring("/api".length());
    }

    private JsonNode awaitChange() throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            JsonNode now = calls.get(here);
            if (!now.path("change").path("status").asText().equals("ACTIVE")) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the remedy does not end");
    }

    private List<String> left(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/default/datasets"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending) && !name.startsWith("checked-"))
                    .toList();
        }
    }
}
