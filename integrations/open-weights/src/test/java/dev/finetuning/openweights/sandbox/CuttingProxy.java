package dev.finetuning.openweights.sandbox;

import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.sandbox.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Stands before a real server, passes everything on, and loses what it is told to. */
public final class CuttingProxy extends ProviderSandbox<CuttingProxy> {
    private static final List<String> PASSED_ON = List.of("authorization", "content-type");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String target;

    /** Passes on to a server. */
    public CuttingProxy(String target) {
        this.target = target;
    }

    @Override
    protected CuttingProxy self() {
        return this;
    }

    @Override
    protected Answer answer(ReceivedRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(target + request.path()))
                .method(request.method(), BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, value) -> {
            if (PASSED_ON.contains(name)) {
                builder.header(name, value);
            }
        });
        try {
            HttpResponse<byte[]> answer = client.send(builder.build(), BodyHandlers.ofByteArray());
            return Answer.of(
                    answer.statusCode(),
                    answer.headers().firstValue("content-type").orElse("text/plain"),
                    answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Answer unreadable(ReceivedRequest request) {
        return Answer.json(400, "{}");
    }

    @Override
    public int jobCount() {
        return 0;
    }

    @Override
    public int fileCount() {
        return 0;
    }
}
