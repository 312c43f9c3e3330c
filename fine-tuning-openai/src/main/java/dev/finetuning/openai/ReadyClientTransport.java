package dev.finetuning.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.LogLevel;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpMethod;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.finetuning.Secret;
import dev.finetuning.adapter.ExtraHeader;
import dev.finetuning.adapter.http.BoundedBody;
import dev.finetuning.adapter.http.RequestBody;
import dev.finetuning.internal.threads.BriefThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends by a ready client of the vendor's library, as whom and where that client is set up for: it prepares
 * a request of its own, of which address, headers and credentials are taken, and its transport sends ours.
 * Its retries and its logging are left out. Thread-safe.
 */
final class ReadyClientTransport implements TransportWithKeys {
    private static final String CHAT = "chat/completions";

    private static final Executor READERS = BriefThreads.named("fine-tuning-openai");

    private final String baseUrl;
    private final HttpClient transport;
    private final OpenAIClient recorder;
    private volatile List<Secret> secrets = List.of();

    ReadyClientTransport(OpenAIClient client, String baseUrl) {
        this.baseUrl = baseUrl;
        List<HttpClient> found = new ArrayList<>();
        client.withOptions(options ->
                found.add(options.maxRetries(0).logLevel(LogLevel.OFF).build().httpClient()));
        this.transport = found.get(0);
        this.recorder = client.withOptions(
                options -> options.maxRetries(0).logLevel(LogLevel.OFF).httpClient(new Recorder()));
    }

    /** The secrets in the headers that the client last prepared. */
    @Override
    public Collection<Secret> secrets() {
        return secrets;
    }

    @Override
    public CompletableFuture<Reply> send(Outgoing request) {
        RequestOptions options =
                RequestOptions.builder().timeout(request.limit()).build();
        CompletableFuture<HttpResponse> answer = transport.executeAsync(ready(request), options);
        CompletableFuture<Reply> reply = answer.thenApplyAsync(response -> reply(response, request), READERS);
        CompletableFuture<Reply> unused = reply.whenComplete((done, failure) -> {
            if (reply.isCancelled() && !answer.cancel(true)) {
                // its body may still be arriving
                CompletableFuture<Void> unusedToo = answer.thenAccept(HttpResponse::close);
            }
        });
        return reply;
    }

    private HttpRequest ready(Outgoing request) {
        String path = request.uri().getRawPath();
        List<String> segments =
                segments(path.substring(Math.min(path.length(), basePath().length())));
        HttpRequest template = template(segments);
        List<String> prefix = template.pathSegments();
        HttpRequest.Builder builder = HttpRequest.builder()
                .method(HttpMethod.valueOf(request.method()))
                .baseUrl(template.baseUrl())
                .addPathSegments(prefix.subList(0, prefix.size() - 2).toArray(String[]::new))
                .addPathSegments(segments.toArray(String[]::new))
                .headers(template.headers())
                .queryParams(template.queryParams())
                .removeHeaders("Content-Type");
        request.headers().forEach(builder::replaceHeaders);
        parameters(request.uri().getRawQuery()).forEach(builder::replaceQueryParams);
        request.body().or(() -> nothing(request)).ifPresent(body -> builder.body(new Once(body)));
        return builder.build();
    }

    /** A POST without a body gets one of no bytes, for OkHttp would repeat it. */
    private static Optional<RequestBody> nothing(Outgoing request) {
        return request.method().equals("POST") ? Optional.of(new Nothing()) : Optional.empty();
    }

    private String basePath() {
        return java.net.URI.create(baseUrl).getRawPath();
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(decoded(segment));
            }
        }
        return segments;
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** A request as the client prepares it, of two segments of its own. */
    private HttpRequest template(List<String> segments) {
        try {
            if (String.join("/", segments).equals(CHAT)) {
                recorder.chat()
                        .completions()
                        .create(ChatCompletionCreateParams.builder()
                                .model("template")
                                .messages(List.of())
                                .build());
            } else {
                recorder.models().retrieve("template");
            }
        } catch (Recorded recorded) {
            Map<String, String> headers = new HashMap<>();
            recorded.request
                    .headers()
                    .names()
                    .forEach(name -> headers.put(
                            name, String.join(" ", recorded.request.headers().values(name))));
            secrets = ExtraHeader.secrets(headers);
            return recorded.request;
        }
        throw new IllegalStateException("the ready client sends nothing by its own transport");
    }

    private static Reply reply(HttpResponse response, Outgoing request) {
        try (response;
                InputStream body = response.body()) {
            Map<String, String> headers = new HashMap<>();
            response.headers()
                    .names()
                    .forEach(name -> headers.put(
                            name.toLowerCase(Locale.ROOT),
                            response.headers().values(name).get(0)));
            byte[] content = content(response.statusCode(), headers, body, request);
            return new Reply(response.statusCode(), name -> Optional.ofNullable(headers.get(name)), content);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** What stays in memory of a body; the rest goes where the request says. */
    private static byte[] content(int status, Map<String, String> headers, InputStream body, Outgoing request)
            throws IOException {
        if (request.into().isPresent() && status == 200) {
            Files.copy(body, request.into().get(), StandardCopyOption.REPLACE_EXISTING);
            return new byte[0];
        }
        Optional<Consumer<byte[]>> events = request.eventsOf(status, Optional.ofNullable(headers.get("content-type")));
        if (events.isEmpty()) {
            return BoundedBody.read(status, body);
        }
        byte[] buffer = new byte[1 << 13];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            events.get().accept(Arrays.copyOf(buffer, read));
        }
        return new byte[0];
    }

    /** The client stays open: its owner closes it. */
    @Override
    public void close() {
        // nothing of our own is open between calls
    }

    /** A transport that sends nothing and hands over what it was to send. */
    private static final class Recorder implements HttpClient {
        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            throw new Recorded(request);
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            return CompletableFuture.failedFuture(new Recorded(request));
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }

    /** Carries a prepared request out of the client. */
    private static final class Recorded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient HttpRequest request;

        Recorded(HttpRequest request) {
            super("recorded", null, false, false);
            this.request = request;
        }
    }

    /** A body of no bytes. */
    private record Nothing() implements RequestBody {
        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public long length() {
            return 0;
        }

        @Override
        public InputStream open() {
            return InputStream.nullInputStream();
        }
    }

    /** A body that cannot be repeated, as OkHttp would do on {@code 503}, {@code 408} and {@code 421}. */
    private record Once(RequestBody body) implements HttpRequestBody {
        @Override
        public void writeTo(OutputStream out) {
            try (InputStream content = body.open()) {
                content.transferTo(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.length();
        }

        @Override
        public boolean repeatable() {
            return false;
        }

        @Override
        public void close() {
            // the stream is closed where it was opened
        }
    }
}
