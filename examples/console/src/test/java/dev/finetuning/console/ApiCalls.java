package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url + "/api/datasets?name=" + name + "&fileName=" + name))
                .POST(BodyPublishers.ofByteArray(content))
                .build();
        return RunningConsole.json(client.send(request, BodyHandlers.ofString()))
                .path("id")
                .asText();
    }

    /** A screen. */
    String page(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString())
                .body();
    }

    JsonNode send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isLessThan(300);
        boolean json = answer.body().startsWith("{");
        return json ? RunningConsole.json(answer) : MissingNode.getInstance();
    }
}
