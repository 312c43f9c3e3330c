package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls of a console that must succeed; one that gets no answer is an {@link IOException}. */
final class ApiCalls {
    private final HttpClient client = HttpClient.newHttpClient();
    private String url = "";

    /** Where the console answers from now on. */
    void at(String where) {
        url = where;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    JsonNode post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, json);
    }

    /** A field of the answer to an order. */
    String post(String path, String json, String field) throws IOException, InterruptedException {
        return post(path, json).path(field).asText();
    }

    /** Uploads a file; returns the dataset's id. */
    String upload(String name, byte[] content) throws IOException, InterruptedException {
        return upload(name, BodyPublishers.ofByteArray(content)).path("id").asText();
    }

    /** Uploads a file; returns the dataset. */
    JsonNode upload(String name, BodyPublisher content) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(url + "/api/datasets?name=" + name + "&fileName=" + name))
                .POST(content)
                .build());
    }

    /** A run, as soon as it is over; waits ten minutes at most. */
    JsonNode awaitRun(String run) throws IOException, InterruptedException {
        for (int i = 0; i < 6_000; i++) {
            JsonNode now = get("/api/runs/" + run);
            if (!now.path("status").asText().equals("ACTIVE")) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the run does not end");
    }

    /** A screen. */
    String page(String path) throws IOException, InterruptedException {
        HttpResponse<String> page =
                client.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    JsonNode send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return answer(request);
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s %s: %s", request.method(), request.uri().getPath(), answer.body())
                .isLessThan(300);
        boolean json = answer.body().startsWith("{");
        return json ? RunningConsole.json(answer) : MissingNode.getInstance();
    }
}
