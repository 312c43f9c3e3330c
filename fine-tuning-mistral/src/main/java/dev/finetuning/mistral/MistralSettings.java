package dev.finetuning.mistral;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.adapter.ExtraHeader;
import dev.finetuning.adapter.HostUrl;
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
import org.jspecify.annotations.Nullable;

/** Which host to talk to, as whom, and how. Immutable; never prints the key. */
public final class MistralSettings {
    /** Where Mistral listens. */
    public static final String MISTRAL_URL = "https://api.mistral.ai";

    private final String baseUrl;
    private final Secret key;
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

    /** Mistral itself, until {@link Builder#baseUrl} names another host of its shape. */
    public static Builder mistral(Secret key) {
        return new Builder(key);
    }

    /**
     * Mistral as the environment describes it: {@code MISTRAL_API_KEY}, and {@code MISTRAL_BASE_URL}
     * where it is set.
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

    Secret key() {
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

    /** Names the address, never the key or a header. */
    @Override
    public String toString() {
        return "MistralSettings[" + baseUrl + "]";
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {
        private final Secret key;
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

        private Builder(Secret key) {
            this.key = key;
        }

        /**
         * Another address: a region, a gateway, a sandbox. What stands before {@code /v1}; a {@code /v1} at
         * the end is understood too.
         *
         * @throws IllegalArgumentException if it is no http or https URL
         */
        public Builder baseUrl(String url) {
            baseUrl = HostUrl.checked(url).replaceFirst("/v1$", "");
            return this;
        }

        /**
         * One more header for every request.
         *
         * @throws IllegalArgumentException if no request may carry it; the message does not repeat the value
         */
        public Builder addHeader(String name, String value) {
            ExtraHeader.check(name, value);
            headers.put(name, value);
            return this;
        }

        /** One more query parameter for every request, as a gateway may want it. */
        public Builder addQueryParameter(String name, String value) {
            query.put(name, value);
            return this;
        }

        /**
         * Sends by this client, with its proxy, certificates and connections; one of its own by default.
         *
         * @throws IllegalArgumentException if it follows redirects, which would carry the key to another address
         */
        public Builder httpClient(HttpClient client) {
            JdkTransport.requireNoRedirects(client);
            httpClient = client;
            return this;
        }

        /**
         * One more field in the body of every job, by Mistral's own name: a JSON value, or one that holds
         * {@link WandbIntegration}s, {@link GithubRepository}s or {@link Secret}s.
         */
        public Builder addJobField(String name, Object value) {
            jobFields.put(name, value);
            return this;
        }

        /** Is told once a model, from the thread that asked, when an answer announces the model's end. */
        public Builder onDeprecation(Consumer<ModelDeprecation> listener) {
            deprecations = listener;
            return this;
        }

        /** How long a call may take, answers of models and uploads apart; 1 minute by default. */
        public Builder timeout(Duration limit) {
            timeout = positive(limit);
            return this;
        }

        /** How long an answer of a model may take; 10 minutes by default. */
        public Builder answerTimeout(Duration limit) {
            answerTimeout = positive(limit);
            return this;
        }

        /**
         * How long the pauses may take together in which a failed read waits for its next attempt; 10
         * seconds by default, zero to send everything once. What creates, changes or costs anything is
         * sent once in any case.
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

        /** How to pause between reads. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** The clock that dates are read from. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** The settings. */
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
