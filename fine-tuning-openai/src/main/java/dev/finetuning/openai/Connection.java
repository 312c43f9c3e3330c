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
import java.time.Duration;
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
        Scrubber scrubber = new Scrubber(settings.key());
        Failures failures = new Failures(settings.profile().provider(), scrubber);
        Refusals refusals = new Refusals(failures, scrubber, settings.clock());
        OpenAIClient client = settings.client()
                .map(ready -> ready.withOptions(Connection::quieten))
                .orElseGet(() -> connect(settings));
        return new Connection(
                settings,
                client,
                new Exchange(failures, refusals, retries(settings)),
                settings.client().isEmpty());
    }

    private static ReadRetries retries(OpenAiSettings settings) {
        return new ReadRetries(settings.readPatience(), settings.sleeper(), RandomGenerator.of("L64X128MixRandom"));
    }

    private static void quieten(ClientOptions.Builder options) {
        options.maxRetries(0).logLevel(LogLevel.OFF).responseValidation(false);
    }

    private static OpenAIClient connect(OpenAiSettings settings) {
        @Nullable Secret key = settings.key().orElse(null);
        HttpClient transport =
                OkHttpClient.builder().timeout(settings.timeout()).build();
        ClientOptions.Builder options = ClientOptions.builder()
                .httpClient(new SentOnce(transport, settings.keyHeader().orElse(null), key))
                .baseUrl(settings.baseUrl())
                .timeout(settings.timeout());
        if (key != null) {
            options.apiKey(key.reveal());
        }
        settings.headers().forEach(options::putHeader);
        quieten(options);
        return new OpenAIClientImpl(options.build());
    }

    HostProfile profile() {
        return settings.profile();
    }

    /** A call that may take this long. */
    static RequestOptions within(Duration limit) {
        return RequestOptions.builder().timeout(limit).build();
    }

    /** A call that sends so many bytes of a file. */
    RequestOptions sending(long bytes) {
        return within(settings.timeout().plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND));
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
