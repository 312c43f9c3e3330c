package dev.finetuning.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import dev.finetuning.Secret;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A transport whose bodies leave once. Switching the vendor client's retries off is not enough: OkHttp
 * itself sends a request again on {@code 503} with {@code Retry-After: 0}, on {@code 408} and {@code
 * 421}, unless its body says that it cannot be repeated; so every body says so.
 */
final class SentOnce implements HttpClient {
    private final HttpClient transport;
    private final @Nullable String keyHeader;
    private final @Nullable Secret key;

    /** With a key header, the key travels there instead of as a bearer token. */
    SentOnce(HttpClient transport, @Nullable String keyHeader, @Nullable Secret key) {
        this.transport = transport;
        this.keyHeader = keyHeader;
        this.key = key;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        return transport.execute(prepared(request), options);
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        return transport.executeAsync(prepared(request), options);
    }

    @Override
    public void close() {
        transport.close();
    }

    private HttpRequest prepared(HttpRequest request) {
        HttpRequest.Builder builder = request.toBuilder();
        if (keyHeader != null && key != null) {
            builder.removeHeaders("Authorization").replaceHeaders(keyHeader, key.reveal());
        }
        HttpRequestBody body = request.body();
        return body == null ? builder.build() : builder.body(new OneShot(body)).build();
    }

    /** A body that cannot be repeated, whatever the wrapped one says. */
    private record OneShot(HttpRequestBody body) implements HttpRequestBody {
        @Override
        public void writeTo(OutputStream out) {
            body.writeTo(out);
        }

        @Override
        public InputStream content() {
            return body.content();
        }

        @Override
        public @Nullable String contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public boolean repeatable() {
            return false;
        }

        @Override
        public void close() {
            body.close();
        }
    }
}
