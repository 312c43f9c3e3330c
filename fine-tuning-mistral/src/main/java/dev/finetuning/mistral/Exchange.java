package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.ReadRetries;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.mistral.wire.MistralErrors;
import dev.finetuning.mistral.wire.MistralRefusals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, within its time from the first byte sent to the last one read. Reads
 * may be repeated; nothing else is sent twice. Thread-safe.
 */
final class Exchange {
    private final HttpClient client;
    private final MistralSettings settings;
    private final MistralRefusals refusals;
    private final ReadRetries retries;

    Exchange(HttpClient client, MistralSettings settings, MistralRefusals refusals, ReadRetries retries) {
        this.client = client;
        this.settings = settings;
        this.refusals = refusals;
        this.retries = retries;
    }

    Failures failures() {
        return refusals.failures();
    }

    /** Sends a request that changes nothing and reads the answer, again where that may help. */
    Answer read(Call call, WireRequest request) {
        return retries.read(() -> send(call, request));
    }

    /** Sends, once, and reads the answer. */
    Answer send(Call call, WireRequest request) {
        HttpResponse<byte[]> response = exchange(call, request, info -> new WholeBody());
        int status = response.statusCode();
        if (status < 200 || status > 299) {
            throw refusals.of(call, response, response.body());
        }
        String requestId = MistralErrors.requestId(response.headers());
        byte[] body = response.body();
        try {
            WireObject json = body.length == 0 && status == 204 ? WireObject.EMPTY : WireObject.parse(enclosed(body));
            return new Answer(json, requestId, response.headers());
        } catch (IOException e) {
            throw failures().ofNonsense(call, status, requestId, String.valueOf(e.getMessage()));
        }
    }

    /** The published examples have a list that stands bare; it is read as if it were enclosed like the others. */
    private static byte[] enclosed(byte[] body) {
        if (body.length == 0 || body[0] != '[') {
            return body;
        }
        ByteArrayOutputStream object = new ByteArrayOutputStream(body.length + 10);
        object.writeBytes("{\"data\":".getBytes(StandardCharsets.UTF_8));
        object.writeBytes(body);
        object.write('}');
        return object.toByteArray();
    }

    /**
     * Reads content into a temporary file, which goes when the stream is closed. So it is either there whole
     * or fails as typed, and memory does not grow with it.
     */
    InputStream download(Call call, WireRequest request) {
        return retries.read(() -> downloadOnce(call, request));
    }

    private InputStream downloadOnce(Call call, WireRequest request) {
        Path file = temporaryFile();
        boolean whole = false;
        try {
            HttpResponse<byte[]> response = exchange(call, request, info -> into(file, info));
            if (response.statusCode() != 200) {
                throw refusals.of(call, response, response.body());
            }
            InputStream content = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
            whole = true;
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the temporary file " + file, e);
        } finally {
            if (!whole) {
                delete(file);
            }
        }
    }

    /** Content goes into the file; what is said instead of it stays in memory. */
    private static BodySubscriber<byte[]> into(Path file, ResponseInfo info) {
        return info.statusCode() == 200
                ? BodySubscribers.mapping(BodySubscribers.ofFile(file), path -> new byte[0])
                : new WholeBody();
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("fine-tuning-", ".download");
        } catch (IOException e) {
            throw new UncheckedIOException("could not create a temporary file", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete the temporary file " + file, e);
        }
    }

    private <T> HttpResponse<T> exchange(Call call, WireRequest request, BodyHandler<T> handler) {
        HttpRequest ready = ready(call, request);
        Duration limit = limit(request);
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(ready, handler);
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failures().ofConnection(call, new HttpTimeoutException("no whole answer within " + limit));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failures().ofConnection(call, new InterruptedIOException("interrupted while waiting"));
        } catch (ExecutionException e) {
            throw failures().ofConnection(call, cause(e));
        }
    }

    private static Throwable cause(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof HttpConnectTimeoutException
                ? new ConnectException("it took too long")
                : Objects.requireNonNullElse(cause, failure);
    }

    private HttpRequest ready(Call call, WireRequest request) {
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(settings.baseUrl() + request.target()))
                    .method(request.method(), request.body())
                    .header("Accept", "application/json")
                    .header("Authorization", "Bearer " + settings.key().reveal());
            if (request.contentType() != null) {
                builder.header("Content-Type", request.contentType());
            }
            settings.headers().forEach(builder::setHeader);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw failures().unsendable(call, e);
        }
    }

    private Duration limit(WireRequest request) {
        Duration limit = request.limit();
        return limit == null ? settings.timeout() : limit;
    }

    /**
     * A whole answer.
     *
     * @param body its JSON
     * @param requestId the host's id of the request, where it gave one
     * @param headers its headers
     */
    record Answer(WireObject body, @Nullable String requestId, HttpHeaders headers) {}
}
