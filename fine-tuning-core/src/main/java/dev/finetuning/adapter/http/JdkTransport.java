package dev.finetuning.adapter.http;

import dev.finetuning.internal.threads.BriefThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends by the JDK's client: no redirects, no cookies, bodies that leave once. Connections for reads are
 * shared by all of a process, so that threads do not grow with the number of pipelines; what is sent once
 * gets a connection of its own, and a question gets one that has not rested for long. Connections and threads
 * end a few seconds after the last transport that uses them is closed or collected. A client that a caller
 * gives is used as it is.
 */
public final class JdkTransport implements Transport {
    private static final Executor THREADS = BriefThreads.named("fine-tuning-http");

    /** Node and uvicorn close a connection that has rested for five seconds. */
    private static final Duration RESTED = Duration.ofSeconds(4);

    private static final ProxySelector PROXIES = EnvironmentProxy.ofThisProcess();
    /** Weak, because a client's thread ends once nobody refers to the client, and refers to this class meanwhile. */
    private static final Map<Settings, WeakReference<Pool>> POOLS = new HashMap<>();

    private final @Nullable HttpClient given;
    private final Settings settings;
    private final AtomicReference<@Nullable Pool> pool = new AtomicReference<>();

    private JdkTransport(@Nullable HttpClient given, Settings settings) {
        this.given = given;
        this.settings = settings;
    }

    /**
     * Connects to a provider.
     *
     * @param baseUrl the provider's address
     * @param connectTimeout how long connecting may take
     */
    public static JdkTransport to(String baseUrl, Duration connectTimeout) {
        return to(baseUrl, connectTimeout, RESTED);
    }

    static JdkTransport to(String baseUrl, Duration connectTimeout, Duration rested) {
        // over plain HTTP, version 2 would begin with an upgrade that gateways stumble over
        HttpClient.Version version =
                baseUrl.startsWith("https:") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
        return new JdkTransport(null, new Settings(version, connectTimeout, rested));
    }

    /**
     * Sends by a client of the caller's.
     *
     * @throws IllegalArgumentException if it follows redirects, which would carry a key to another address
     */
    public static JdkTransport by(HttpClient client) {
        requireNoRedirects(client);
        return new JdkTransport(client, new Settings(client.version(), Duration.ofMinutes(1), RESTED));
    }

    /**
     * Checks a client when it is set.
     *
     * @throws IllegalArgumentException if it follows redirects
     */
    public static void requireNoRedirects(HttpClient client) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HTTP client follows redirects, which would carry the key to another"
                    + " address and turn a creation into a look; build it with Redirect.NEVER");
        }
    }

    @Override
    public CompletableFuture<Reply> send(Outgoing request) {
        HttpRequest ready = ready(request);
        if (given != null) {
            return exchange(given, ready, request);
        }
        if (request.fresh()) {
            HttpClient client = settings.client();
            CompletableFuture<Reply> answer = exchange(client, ready, request);
            CompletableFuture<Reply> unused = answer.whenCompleteAsync((reply, failure) -> release(client), THREADS);
            return answer;
        }
        return pool().send(
                        client -> exchange(client, ready, request),
                        request.body().isPresent());
    }

    private Pool pool() {
        Pool known = pool.get();
        if (known != null) {
            return known;
        }
        Pool shared = shared(settings);
        pool.set(shared);
        return shared;
    }

    private static Pool shared(Settings settings) {
        synchronized (POOLS) {
            WeakReference<Pool> known = POOLS.get(settings);
            Pool shared = known == null ? null : known.get();
            if (shared == null) {
                shared = new Pool(settings);
                POOLS.put(settings, new WeakReference<>(shared));
            }
            return shared;
        }
    }

    private static CompletableFuture<Reply> exchange(HttpClient client, HttpRequest ready, Outgoing request) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(ready, info -> subscriber(info, request));
        CompletableFuture<Reply> reply = answer.thenApply(JdkTransport::reply);
        CompletableFuture<Reply> unused = reply.whenComplete((done, failure) -> {
            if (reply.isCancelled()) {
                answer.cancel(true);
            }
        });
        return reply;
    }

    private static Reply reply(HttpResponse<byte[]> answer) {
        // what a proxy answers instead of the provider comes without a body
        byte[] body = answer.body() == null ? new byte[0] : answer.body();
        return new Reply(answer.statusCode(), answer.headers()::firstValue, body);
    }

    /** Content goes into the file, events to who waits for them; what is said instead of it stays in memory. */
    private static BodySubscriber<byte[]> subscriber(ResponseInfo info, Outgoing request) {
        Optional<Path> into = request.into();
        if (into.isPresent() && info.statusCode() == 200) {
            return BodySubscribers.mapping(BodySubscribers.ofFile(into.get()), path -> new byte[0]);
        }
        return request.eventsOf(info.statusCode(), info.headers().firstValue("content-type"))
                .map(events -> BodySubscribers.mapping(
                        BodySubscribers.ofByteArrayConsumer(bytes -> bytes.ifPresent(events)), end -> new byte[0]))
                .orElseGet(() -> BoundedBody.of(info.statusCode()));
    }

    private static HttpRequest ready(Outgoing request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri());
        builder.method(
                request.method(), request.body().map(JdkTransport::publisher).orElseGet(BodyPublishers::noBody));
        request.headers().forEach(builder::setHeader);
        return builder.build();
    }

    /**
     * A body that leaves once. The JDK's client sends a request again by itself when a pooled connection
     * turns out to be dead, for POST too where {@code jdk.httpclient.enableAllMethodRetry} is set; it
     * opens the body again to do so, which is refused here.
     */
    private static BodyPublisher publisher(RequestBody body) {
        AtomicBoolean sent = new AtomicBoolean();
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> sent.compareAndSet(false, true) ? open(body) : null);
        return BodyPublishers.fromPublisher(stream, body.length());
    }

    private static InputStream open(RequestBody body) {
        try {
            return body.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From Java 21 on a client can be closed; before, its thread ends once the client is unreachable. */
    private static void release(HttpClient client) {
        if ((Object) client instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing a connection failed", e);
            }
        }
    }

    /** The shared connections stay as long as others use them. */
    @Override
    public void close() {
        pool.set(null);
    }

    /** What a client is built by. */
    private record Settings(HttpClient.Version version, Duration connectTimeout, Duration rested) {
        HttpClient client() {
            return HttpClient.newBuilder()
                    .connectTimeout(connectTimeout)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(PROXIES)
                    .version(version)
                    .executor(THREADS)
                    .build();
        }
    }

    /**
     * Connections that requests share. Providers close one that has rested for as little as five seconds, and a
     * body that meets the closing is lost; so a body never travels on connections that all have rested.
     */
    private static final class Pool {
        private final Settings settings;
        private final AtomicInteger underWay = new AtomicInteger();
        private HttpClient client;
        private long lastUsed = System.nanoTime();

        Pool(Settings settings) {
            this.settings = settings;
            this.client = settings.client();
        }

        CompletableFuture<Reply> send(
                java.util.function.Function<HttpClient, CompletableFuture<Reply>> exchange, boolean hasBody) {
            CompletableFuture<Reply> answer = exchange.apply(use(hasBody));
            CompletableFuture<Reply> unused = answer.whenComplete((reply, failure) -> used());
            return answer;
        }

        private synchronized HttpClient use(boolean hasBody) {
            boolean rested = underWay.get() == 0
                    && System.nanoTime() - lastUsed > settings.rested().toNanos();
            if (hasBody && rested) {
                HttpClient old = client;
                client = settings.client();
                THREADS.execute(() -> release(old));
            }
            underWay.incrementAndGet();
            return client;
        }

        private synchronized void used() {
            underWay.decrementAndGet();
            lastUsed = System.nanoTime();
        }
    }
}
