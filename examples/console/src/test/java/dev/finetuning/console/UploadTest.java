package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.secrecy.Canary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
    private static final String ROW = "{\"messages\": [{\"role\": \"user\", \"content\": \"%s\"},"
            + " {\"role\": \"assistant\", \"content\": \"%s\"}]}\n";

    @TempDir
    Path folder;

    private RunningConsole console;

    @BeforeEach
    void start() throws Exception {
        console = RunningConsole.withTokens(folder);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2F..%2Fetc%2Fpasswd", "%2Ftmp%2Fx.csv", "C:%5Cx%5Cy.csv", "a%00b.csv", "%2E%2E"})
    void upload_pathInTheFileName_isOnlyShown(String fileName) throws Exception {
        HttpResponse<String> answer = console.upload(
                "support", fileName, RunningConsole.ANN, BodyPublishers.ofByteArray(RunningConsole.support()));

        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode dataset = RunningConsole.json(answer);
        assertThat(dataset.path("from").asText())
                .doesNotContain("/")
                .doesNotContain("\\")
                .doesNotContain("\u0000");
        assertThat(stored()).containsExactly(dataset.path("id").asText() + "-1.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a%2Fb", "a@b", "%3Cscript%3E", "a%00b", ""})
    void upload_nameThatCannotBePartOfAnAddress_isRefused(String name) throws Exception {
        HttpResponse<String> answer = console.upload(
                name, "support.csv", RunningConsole.ANN, BodyPublishers.ofByteArray(RunningConsole.support()));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent=anna", "after=2026-01-01", "before=2026-01-01", "minimumFeedback=1"})
    void conversations_filterWithoutItsColumn_isRefused(String filter) throws Exception {
        HttpResponse<String> answer = console.post(
                "/api/datasets/conversations?name=log&" + filter,
                RunningConsole.ANN,
                "conversation,role,content\n1,user,Hi\n1,assistant,Hello\n");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("must be given to choose by");
    }

    @Test
    void upload_largerThanAllowed_isRefusedAndLeavesNothing() throws Exception {
        byte[] large = ROW.formatted("q", "a".repeat(900)).repeat(2_000).getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> answer =
                console.upload("large", "large.jsonl", RunningConsole.ANN, BodyPublishers.ofByteArray(large));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(RunningConsole.json(answer).path("code").asText()).isEqualTo("too_large");
        assertThat(stored()).isEmpty();
    }

    @Test
    void upload_thatEndsEarly_leavesNothing() throws Exception {
        String head = "POST /api/datasets?name=cut HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + RunningConsole.ANN + "\r\nContent-Length: 100000\r\n\r\n" + ROW.formatted("q", "a");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.flush();
            socket.shutdownOutput();
            try (InputStream answer = socket.getInputStream()) {
                assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                        .doesNotContain("201");
            }
        }

        assertThat(stored()).isEmpty();
        assertThat(console.get("/api/datasets", RunningConsole.ANN).body()).isEqualTo("{\"datasets\":[]}");
    }

    @Test
    void upload_ofSomethingElse_saysWhyAndShowsNoPath() throws Exception {
        HttpResponse<String> answer = console.upload(
                "odd", "odd.bin", RunningConsole.ANN, BodyPublishers.ofString("{\"" + "field\": 1}\n".repeat(30)));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(RunningConsole.json(answer).path("code").asText()).isEqualTo("unknown_format");
        assertThat(answer.body()).contains("odd.bin").doesNotContain(folder.toString());
    }

    @Test
    void pages_withScriptsInEveryText_showThemAsText() throws Exception {
        String script = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        console.close();
        console = RunningConsole.open(folder);
        String row = ROW.formatted(script, script + Canary.CONTENT);
        HttpResponse<String> sent =
                console.send(console.request("/api/datasets?name=odd&fileName=%3Cb%3E.jsonl&description=%3Cscript%3E")
                        .POST(BodyPublishers.ofString(row.repeat(12)))
                        .build());
        String id = RunningConsole.json(sent).path("id").asText();

        for (String path :
                List.of("/datasets", "/datasets/" + id, "/datasets/" + id + "/remedies/drop-duplicates", "/train")) {
            HttpResponse<String> page = console.send(console.request(path).build());
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.body())
                    .doesNotContain("<script>alert")
                    .doesNotContain("<img src=x")
                    .doesNotContain("<b>");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void open_byAnotherHostName_isRefused() throws Exception {
        console.close();
        console = RunningConsole.open(folder);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
            socket.getOutputStream()
                    .write("GET /api/datasets HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 403").contains("foreign_host");
        }
    }

    @Test
    void path_thatClimbsOut_isRefused() throws Exception {
        for (String path :
                List.of("/assets/..%2F..%2Fpom.xml", "/assets/%2e%2e", "/api/evaluations/..", "/runs/..%2Fx")) {
            assertThat(console.get(path, RunningConsole.ANN).statusCode())
                    .as(path)
                    .isBetween(300, 499);
        }
        assertThatThrownBy(() -> ConsoleOptions.parse("--no-such", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    /** What lies in the tenant's folder of datasets. */
    private List<String> stored() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/acme/datasets"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
