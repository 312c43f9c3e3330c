package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.console.access.TokenFile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledConsoleTest {
    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void killed_inTheMiddleOfAnUploadAndOfATraining_losesNothingAndTrainsOnce() throws Exception {
        String run = killedWhileTraining();

        try (RunningConsole console = RunningConsole.open(folder)) {
            assertThat(leftovers()).isEmpty();
            assertThat(RunningConsole.json(console.send(
                                    console.request("/api/datasets").build()))
                            .findValuesAsText("from"))
                    .containsExactly("s.csv");
            console.send(console.request("/api/runs/" + run + "/stream").build());
            JsonNode ended = RunningConsole.json(
                    console.send(console.request("/api/runs/" + run).build()));
            assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
            JsonNode model = RunningConsole.json(
                    console.send(console.request("/api/models/support").build()));
            assertThat(model.path("versions")).hasSize(1);
        }
    }

    /** SIGKILL while one upload is half done and a run is training; returns the run's id. */
    private String killedWhileTraining() throws Exception {
        try (ConsoleProcess child = ConsoleProcess.start(List.of("-XX:TieredStopAtLevel=1"), folder.resolve("data"))) {
            String url = child.url();
            String dataset =
                    field(send(url, "/api/datasets?name=support&fileName=s.csv", RunningConsole.support()), "id");
            String order =
                    "{\"dataset\": \"%s\", \"model\": \"support\", \"baseModel\": \"local-linear\", \"epochs\": 60}"
                            .formatted(dataset);
            String run = field(send(url, "/api/runs", order.getBytes(StandardCharsets.UTF_8)), "id");
            beginUpload(url);
            awaitLeftover();
            return run;
        }
    }

    private String send(String url, String path, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static String field(String json, String name) throws IOException {
        return RunningConsole.json(json).path(name).asText();
    }

    /** Sends the first half of a file, and keeps the connection. */
    private void beginUpload(String url) throws Exception {
        URI address = URI.create(url);
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream()
                .write(("POST /api/datasets?name=half HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n"
                                + TokenFile.newToken().repeat(1_000))
                        .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private void awaitLeftover() throws Exception {
        for (int i = 0; i < 200 && leftovers().isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(leftovers()).hasSize(1);
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/default/datasets"))) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }
}
