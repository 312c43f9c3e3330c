package dev.finetuning.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks a sandbox as any client would, without an adapter in between. */
public final class SandboxCalls {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String root;

    /** Asks the sandbox at this address. */
    public SandboxCalls(String root) {
        this.root = root;
    }

    /** Sends JSON, or whatever the body is; nothing where it is empty. */
    public HttpResponse<String> send(String method, String target, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + target))
                .header("Authorization", "Bearer sandbox-key")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** The status of the answer. */
    public int status(String method, String target, String body) throws IOException, InterruptedException {
        return send(method, target, body).statusCode();
    }
}
