package dev.finetuning.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import dev.finetuning.Secret;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.ReadRetries;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.openai.wire.HostProfile;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's client as this adapter wants it (no retries of its own, no logging to standard error,
 * bodies that leave once), and how its answers are read. Thread-safe.
 *
 * @param settings the host
 * @param client the client
 * @param exchange sends and reads
 * @param owned whether closing closes the client too
 */
record Connection(OpenAiSettings settings, OpenAIClient client, Exchange exchange, boolean owned)
        implements AutoCloseable {

    /** Uploads are given time for a line as slow as this. */
    private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

    static Connection open(OpenAiSettings settings) {
        Host host = settings.host();
        Scrubber scrubber = new Scrubber(Optional.ofNullable(host.key()));
        Failures failures = new Failures(host.profile().provider(), host.baseUrl(), scrubber);
        Refusals refusals = new Refusals(failures, scrubber, settings.limits().clock());
        OpenAIClient ready = host.client();
        return new Connection(
                settings,
                ready == null ? connect(settings) : ready.withOptions(options -> adapt(options, settings)),
                new Exchange(failures, refusals, retries(settings.limits())),
                ready == null);
    }

    private static ReadRetries retries(Limits limits) {
        return new ReadRetries(limits.readPatience(), limits.sleeper(), RandomGenerator.of("L64X128MixRandom"));
    }

    private static void adapt(ClientOptions.Builder options, OpenAiSettings settings) {
        options.maxRetries(0).logLevel(LogLevel.OFF).responseValidation(false);
        options.timeout(settings.limits().timeout());
        settings.host().headers().forEach(options::putHeader);
    }

    private static OpenAIClient connect(OpenAiSettings settings) {
        Host host = settings.host();
        @Nullable Secret key = host.key();
        HttpClient transport =
                OkHttpClient.builder().timeout(settings.limits().timeout()).build();
        ClientOptions.Builder options = ClientOptions.builder()
                .httpClient(new SentOnce(transport, host.keyHeader(), key))
                .baseUrl(host.baseUrl());
        if (key != null) {
            options.apiKey(key.reveal());
        }
        adapt(options, settings);
        return new OpenAIClientImpl(options.build());
    }

    HostProfile profile() {
        return settings.host().profile();
    }

    /** A call that may take this long. */
    static RequestOptions within(Duration limit) {
        return RequestOptions.builder().timeout(limit).build();
    }

    /** A call that sends so many bytes of a file. */
    RequestOptions sending(long bytes) {
        return within(settings.limits().timeout().plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND));
    }

    @Override
    public void close() {
        if (owned) {
            client.close();
        }
    }

    @Override
    public String toString() {
        return "Connection[" + settings + "]";
    }
}
