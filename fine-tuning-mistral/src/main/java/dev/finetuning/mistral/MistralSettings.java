package dev.finetuning.mistral;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.adapter.BaseUrl;
import dev.finetuning.adapter.ExtraHeader;
import dev.finetuning.adapter.ReadRetries;
import dev.finetuning.adapter.http.JdkTransport;
import dev.finetuning.adapter.http.Transport;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How to reach Mistral or a provider with its API. Immutable. The key is never printed. */
public final class MistralSettings {
    /** Mistral's base URL. */
    public static final String MISTRAL_URL = "https://api.mistral.ai";

    private final String baseUrl;
    private final Supplier<Secret> key;
    private final Map<String, String> headers;
    private final Map<String, String> query;
    private final @Nullable HttpClient httpClient;
    private final Duration timeout;
    private final Duration answerTimeout;
    private final Duration readPatience;
    private final Sleeper sleeper;
    private final Map<String, Object> jobFields;
    private final Consumer<ModelDeprecation> deprecations;
    private final InstantSource clock;

    private MistralSettings(Builder builder) {
        baseUrl = builder.baseUrl;
        key = builder.key;
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
        query = Collections.unmodifiableMap(new LinkedHashMap<>(builder.query));
        httpClient = builder.httpClient;
        timeout = builder.timeout;
        answerTimeout = builder.answerTimeout;
        readPatience = builder.readPatience;
        sleeper = builder.sleeper;
        jobFields = Collections.unmodifiableMap(new LinkedHashMap<>(builder.jobFields));
        deprecations = builder.deprecations;
        clock = builder.clock;
    }

    /** Mistral, or another provider with its API if you set {@link Builder#baseUrl}. */
    public static Builder mistral(Secret key) {
        return new Builder(() -> key);
    }

    /**
     * Like {@link #mistral(Secret)}, with tokens that expire, for example for a cloud's host or a gateway.
     *
     * @param tokens returns a current bearer token; called once for each request. If it throws a {@link
     *     dev.finetuning.provider.ProviderException}, the call throws that one; after any other exception it
     *     throws {@link dev.finetuning.provider.RetryLaterException}, and nothing is sent
     */
    public static Builder mistral(Supplier<Secret> tokens) {
        return new Builder(tokens);
    }

    /**
     * Mistral with settings from the environment: {@code MISTRAL_API_KEY}, and optionally {@code
     * MISTRAL_BASE_URL}.
     *
     * @throws IllegalStateException if {@code MISTRAL_API_KEY} is not set
     */
    public static Builder fromEnvironment() {
        Builder builder = mistral(Secret.fromEnvironment("MISTRAL_API_KEY"));
        Optional.ofNullable(System.getenv("MISTRAL_BASE_URL"))
                .filter(url -> !url.isBlank())
                .ifPresent(builder::baseUrl);
        return builder;
    }

    String baseUrl() {
        return baseUrl;
    }

    Supplier<Secret> key() {
        return key;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, String> query() {
        return query;
    }

    Transport transport() {
        return httpClient == null ? JdkTransport.to(baseUrl, timeout) : JdkTransport.by(httpClient);
    }

    Duration timeout() {
        return timeout;
    }

    Duration answerTimeout() {
        return answerTimeout;
    }

    Duration readPatience() {
        return readPatience;
    }

    Sleeper sleeper() {
        return sleeper;
    }

    Map<String, Object> jobFields() {
        return jobFields;
    }

    Consumer<ModelDeprecation> deprecations() {
        return deprecations;
    }

    InstantSource clock() {
        return clock;
    }

    /** The address, without keys and headers. */
    @Override
    public String toString() {
        return "MistralSettings[" + baseUrl + "]";
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private final Supplier<Secret> key;
        private String baseUrl = MISTRAL_URL;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final Map<String, String> query = new LinkedHashMap<>();
        private @Nullable HttpClient httpClient;
        private Duration timeout = Duration.ofMinutes(1);
        private Duration answerTimeout = Duration.ofMinutes(10);
        private Duration readPatience = ReadRetries.DEFAULT_PATIENCE;
        private Sleeper sleeper = Sleeper.system();
        private final Map<String, Object> jobFields = new LinkedHashMap<>();
        private Consumer<ModelDeprecation> deprecations = deprecation -> {};
        private InstantSource clock = Clock.systemUTC();

        private Builder(Supplier<Secret> key) {
            this.key = key;
        }

        /**
         * Another address: a region, a gateway, a sandbox. The URL before {@code /v1}; a trailing {@code
         * /v1} is accepted.
         *
         * @throws IllegalArgumentException if it is not an http or https URL
         */
        public Builder baseUrl(String url) {
            baseUrl = BaseUrl.checked(url).replaceFirst("/v1$", "");
            return this;
        }

        /**
         * Adds a header to every request.
         *
         * @throws IllegalArgumentException if it is not a valid header; the message does not repeat the
         *     value
         */
        public Builder addHeader(String name, String value) {
            ExtraHeader.check(name, value);
            headers.put(name, value);
            return this;
        }

        /** Adds a query parameter to every request, for example for a gateway. */
        public Builder addQueryParameter(String name, String value) {
            query.put(name, value);
            return this;
        }

        /**
         * Sends requests with this client, and so with its proxy, certificates and connections. By default the
         * pipeline creates a client of its own. That one uses the JVM's proxy, or else the proxies in {@code
         * HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}.
         *
         * @throws IllegalArgumentException if it follows redirects, which would send the key to another
         *     address
         */
        public Builder httpClient(HttpClient client) {
            JdkTransport.requireNoRedirects(client);
            httpClient = client;
            return this;
        }

        /**
         * Adds a field to the body of every job, by Mistral's own name: a JSON value, which may contain
         * {@link WandbIntegration}s, {@link GithubRepository}s or {@link Secret}s.
         */
        public Builder addJobField(String name, Object value) {
            jobFields.put(name, value);
            return this;
        }

        /** Called once per model, on the asking thread, when an answer announces the model's shutdown. */
        public Builder onDeprecation(Consumer<ModelDeprecation> listener) {
            deprecations = listener;
            return this;
        }

        /** The maximum duration of a call other than a model's answer or an upload; 1 minute by default. */
        public Builder timeout(Duration limit) {
            timeout = positive(limit);
            return this;
        }

        /** The maximum duration of a model's answer; 10 minutes by default. */
        public Builder answerTimeout(Duration limit) {
            answerTimeout = positive(limit);
            return this;
        }

        /**
         * The maximum total pause for repeating a failed read; 10 seconds by default, zero to send
         * everything once. Requests that create, change or cost anything are sent once in any case.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder readPatience(Duration patience) {
            if (patience.isNegative()) {
                throw new IllegalArgumentException("patience must not be negative: " + patience);
            }
            readPatience = patience;
            return this;
        }

        /** The sleeper for pauses between reads; the system's by default. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Builds the settings. */
        public MistralSettings build() {
            return new MistralSettings(this);
        }

        private static Duration positive(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a timeout must be above 0: " + limit);
            }
            return limit;
        }
    }
}
