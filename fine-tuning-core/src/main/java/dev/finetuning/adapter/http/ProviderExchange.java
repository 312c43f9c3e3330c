package dev.finetuning.adapter.http;

import dev.finetuning.Secret;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.ReadRetries;
import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.provider.ProviderException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One request and its answer, within its time from the first byte sent to the last one read. Reads may be
 * repeated; nothing else is sent twice, and no redirect is followed. An interrupt and {@link #close} end
 * calls under way at once. Thread-safe.
 */
public final class ProviderExchange implements AutoCloseable {
    private final ProviderAccess access;
    private final Transport transport;
    private final ReadRetries retries;
    private final CallsUnderway underway;
    private final SentSecrets sent;
    private final List<Secret> hidden;

    private ProviderExchange(
            ProviderAccess access,
            Transport transport,
            ReadRetries retries,
            CallsUnderway underway,
            SentSecrets sent,
            List<Secret> hidden) {
        this.access = access;
        this.transport = transport;
        this.retries = retries;
        this.underway = underway;
        this.sent = sent;
        this.hidden = List.copyOf(hidden);
    }

    /** Talks to a provider. */
    public static ProviderExchange with(ProviderAccess access, Transport transport) {
        ReadRetries retries = new ReadRetries(access.readPatience(), access.sleeper(), new SplittableRandom());
        return new ProviderExchange(access, transport, retries, new CallsUnderway(), new SentSecrets(), List.of());
    }

    /** The same, in whose failures these secrets do not show either. */
    public ProviderExchange hiding(Collection<Secret> secrets) {
        List<Secret> more = new ArrayList<>(hidden);
        more.addAll(secrets);
        return new ProviderExchange(access, transport, retries, underway, sent, more);
    }

    /** The provider's name. */
    public String provider() {
        return access.provider();
    }

    /** Failures of this provider. */
    public Failures failures() {
        return failures(scrubber());
    }

    private Failures failures(Scrubber scrubber) {
        return new Failures(access.provider(), access.baseUrl(), scrubber);
    }

    /** Makes words fit to be shown: no secret of this provider is in them. */
    public Scrubber scrubber() {
        return new Scrubber(Optional.empty())
                .hiding(sent.all())
                .hiding(access.secrets().get())
                .hiding(hidden);
    }

    /** Sends a request that changes nothing and reads the answer, again where that may help. */
    public ProviderResponse read(Call call, Supplier<ProviderRequest> request) {
        return retries.read(() -> send(call, request));
    }

    /**
     * As {@link #read}, for a page of a list. A list is empty only if the provider says so: an answer without
     * {@code data} is none.
     */
    public WireObject page(Call call, Supplier<ProviderRequest> request) {
        return retries.read(() -> {
            ProviderResponse answer = send(call, request);
            if (!answer.body().hasListOfObjects("data")) {
                throw nonsense(call, answer, "the answer is not a list");
            }
            return answer.body();
        });
    }

    /** The failure of an answer that says yes and is not what was asked for. */
    public ProviderException nonsense(Call call, ProviderResponse answer, String what) {
        Scrubber scrubber = scrubber();
        String words = ErrorBody.in(answer.body())
                .map(each -> what + ": " + scrubber.clean(each))
                .orElse(what);
        return failures(scrubber).ofNonsense(call, 200, answer.requestId(), words);
    }

    /** Sends, once, and reads the answer. */
    public ProviderResponse send(Call call, Supplier<ProviderRequest> request) {
        Transport.Reply reply = exchange(call, ready(call, request), new InMemory());
        return whole(call, reply, ErrorBody.requestId(reply.headers(), access.requestIds()));
    }

    /** Sends, once; an answer that says yes may say it in any words. */
    public void tell(Call call, Supplier<ProviderRequest> request) {
        exchange(call, ready(call, request), new InMemory());
    }

    private ProviderResponse whole(Call call, Transport.Reply reply, Optional<String> requestId) {
        try {
            WireObject json = reply.body().length == 0 && reply.status() == 204
                    ? WireObject.EMPTY
                    : WireObject.parse(enclosed(reply.body()));
            return new ProviderResponse(json, requestId, reply.headers());
        } catch (IOException e) {
            throw failures().ofNonsense(call, reply.status(), requestId, String.valueOf(e.getMessage()));
        }
    }

    /** Some published examples have a list that stands bare; it is read as if it were enclosed like the others. */
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
     * Sends, once, and hands over the events of the answer while they arrive, in this thread. A host that
     * answers whole instead has its answer returned.
     *
     * @param events takes the JSON of each event, up to the one that says {@code [DONE]}; what it throws ends the call
     * @return the answer; without fields where it came in events
     */
    public ProviderResponse stream(Call call, Supplier<ProviderRequest> request, Consumer<WireObject> events) {
        ArrivingBytes arriving = new ArrivingBytes();
        ArrivingEvents reader = new ArrivingEvents(
                events,
                what -> failures()
                        .ofNonsense(call, 200, Optional.empty(), scrubber().clean(what)));
        Transport.Reply reply = exchange(call, ready(call, request), new Streamed(arriving, reader));
        Optional<String> requestId = ErrorBody.requestId(reply.headers(), access.requestIds());
        if (!reader.begun()) {
            return whole(call, reply, requestId);
        }
        reader.end();
        return new ProviderResponse(WireObject.EMPTY, requestId, reply.headers());
    }

    /**
     * Reads content into a temporary file, which goes when the stream is closed. So it is either there whole
     * or fails as typed, and memory does not grow with it.
     */
    public InputStream download(Call call, Supplier<ProviderRequest> request) {
        return retries.read(() -> downloadOnce(call, ready(call, request)));
    }

    private InputStream downloadOnce(Call call, ProviderRequest request) {
        try (DownloadedFile file = DownloadedFile.create()) {
            Transport.Reply reply = exchange(call, request, new IntoFile(file.path()));
            if (reply.status() != 200) {
                throw failures().ofNonsense(call, reply.status(), Optional.empty(), "the answer has no content");
            }
            return file.open();
        }
    }

    /**
     * A request for an id of the caller's.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if no provider can have such an id
     */
    public ProviderRequest ready(Call call, Supplier<ProviderRequest> request) {
        try {
            return request.get();
        } catch (IllegalArgumentException e) {
            throw failures().unsendable(call, e);
        }
    }

    /** Asks for a key or token, once for each request. */
    private Credentials credentials(Call call) {
        Credentials credentials;
        try {
            credentials = access.credentials().get();
        } catch (ProviderException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failures().withoutCredentials(call, e);
        }
        sent.add(credentials.secrets());
        return credentials;
    }

    private Transport.Reply exchange(Call call, ProviderRequest request, Receiving receiving) {
        underway.requireOpen();
        Credentials credentials = credentials(call);
        Scrubber scrubber = scrubber();
        Duration limit = request.limit().orElse(access.timeout());
        CompletableFuture<Transport.Reply> answer;
        try {
            answer = transport.send(outgoing(call, request, credentials, receiving, limit));
        } catch (IllegalArgumentException e) {
            throw failures(scrubber).unsendable(call, e);
        }
        Transport.Reply reply = receiving instanceof Streamed streamed
                ? underway.await(call, answer, limit, failures(scrubber), streamed.arriving(), streamed.reader())
                : underway.await(call, answer, limit, failures(scrubber));
        if (reply.successful()) {
            return reply;
        }
        Refusal refusal = ErrorBody.refusal(reply, access.requestIds(), scrubber, access.clock());
        Failures failures = failures(scrubber);
        throw access.dialect().failure(failures, call, refusal).orElseGet(() -> failures.ofRefusal(call, refusal));
    }

    private Transport.Outgoing outgoing(
            Call call, ProviderRequest request, Credentials credentials, Receiving receiving, Duration limit) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", request.accept());
        request.body().ifPresent(body -> headers.put("Content-Type", body.contentType()));
        credentials.headers().forEach((name, value) -> put(headers, name, value));
        access.headers().forEach((name, value) -> put(headers, name, value));
        ProviderRequest whole = request;
        for (Map.Entry<String, String> pair : access.query().entrySet()) {
            whole = whole.with(pair.getKey(), pair.getValue());
        }
        return new Transport.Outgoing(
                request.method(),
                URI.create(access.baseUrl() + whole.target()),
                headers,
                request.body(),
                call.kind() != Call.Kind.READ,
                receiving instanceof IntoFile file ? Optional.of(file.path()) : Optional.empty(),
                receiving instanceof Streamed streamed ? Optional.of(streamed.arriving()) : Optional.empty(),
                limit);
    }

    /** A header is one header however it is spelled; the later one counts. */
    private static void put(Map<String, String> headers, String name, String value) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
        headers.put(name, value);
    }

    /** Where the content of a successful answer goes. */
    private sealed interface Receiving {}

    private record InMemory() implements Receiving {}

    private record IntoFile(Path path) implements Receiving {}

    private record Streamed(ArrivingBytes arriving, ArrivingEvents reader) implements Receiving {}

    /** Ends calls under way; later ones fail with an {@link IllegalStateException}. */
    @Override
    public void close() {
        underway.close();
        transport.close();
    }

    /** Names the provider, never the key. */
    @Override
    public String toString() {
        return "ProviderExchange[" + access + "]";
    }
}
