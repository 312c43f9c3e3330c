package dev.finetuning.mistral;

import dev.finetuning.Secret;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.ReadRetries;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.mistral.wire.MistralRefusals;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The JDK's client as this adapter wants it: no redirects, no cookies, bodies that leave once. Thread-safe.
 *
 * @param settings the host
 * @param client the client
 * @param exchange sends and reads
 * @param retries repeats reads, on one budget
 * @param deprecated models whose end was told already
 */
record Connection(
        MistralSettings settings, HttpClient client, Exchange exchange, ReadRetries retries, Set<String> deprecated) {
    /** The provider's short name, which capabilities and failures carry. */
    static final String PROVIDER = "mistral";

    /** Uploads are given time for a line as slow as this. */
    private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

    static Connection open(MistralSettings settings) {
        ReadRetries retries =
                new ReadRetries(settings.readPatience(), settings.sleeper(), RandomGenerator.of("L64X128MixRandom"));
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                // over plain HTTP, version 2 would begin with an upgrade that gateways stumble over
                .version(
                        settings.baseUrl().startsWith("https:")
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .build();
        Scrubber scrubber = new Scrubber(Optional.of(settings.key()));
        return new Connection(
                settings,
                client,
                exchange(client, settings, scrubber, retries),
                retries,
                ConcurrentHashMap.newKeySet());
    }

    /** The same connection, in whose failures these secrets do not show either. */
    Connection hiding(Collection<Secret> secrets) {
        Scrubber scrubber = new Scrubber(Optional.of(settings.key())).hiding(secrets);
        return new Connection(settings, client, exchange(client, settings, scrubber, retries), retries, deprecated);
    }

    private static Exchange exchange(
            HttpClient client, MistralSettings settings, Scrubber scrubber, ReadRetries retries) {
        Failures failures = new Failures(PROVIDER, settings.baseUrl(), scrubber);
        return new Exchange(client, settings, new MistralRefusals(failures, scrubber, settings.clock()), retries);
    }

    /** Reads what a path with an id of the caller's names. */
    Exchange.Answer read(Call call, Supplier<WireRequest> request) {
        return exchange.read(call, ready(call, request));
    }

    /** Sends, once, a request whose path holds an id of the caller's. */
    Exchange.Answer send(Call call, Supplier<WireRequest> request) {
        return exchange.send(call, ready(call, request));
    }

    /** Downloads by an id of the caller's. */
    InputStream download(Call call, Supplier<WireRequest> request) {
        return exchange.download(call, ready(call, request));
    }

    private WireRequest ready(Call call, Supplier<WireRequest> request) {
        try {
            return request.get();
        } catch (IllegalArgumentException e) {
            throw exchange.failures().unsendable(call, e);
        }
    }

    /** How long it may take to send so many bytes. */
    Duration sending(long bytes) {
        return settings.timeout().plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    }

    /** Passes on, once a model, that an answer announces its end. */
    void noteDeprecation(String model, HttpHeaders headers) {
        headers.firstValue("x-model-deprecation-timestamp")
                .flatMap(ModelDeprecation::instant)
                .filter(end -> deprecated.add(model + "@" + end))
                .ifPresent(end -> settings.deprecations().accept(new ModelDeprecation(model, end)));
    }

    @Override
    public String toString() {
        return "Connection[" + settings + "]";
    }
}
