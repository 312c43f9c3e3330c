package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.adapter.BaseUrl;
import dev.finetuning.adapter.ExtraHeader;
import dev.finetuning.adapter.ReadRetries;
import dev.finetuning.adapter.http.JdkTransport;
import dev.finetuning.adapter.http.Transport;
import dev.finetuning.openai.wire.ProviderProfile;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a provider with OpenAI's API: OpenAI, Azure (Foundry), Nebius, or another server. Immutable. The
 * key is never printed.
 */
public final class OpenAiSettings {
    /** OpenAI's base URL. */
    public static final String OPENAI_URL = "https://api.openai.com/v1";
    /** The base URL of Nebius Token Factory. */
    public static final String NEBIUS_URL = "https://api.tokenfactory.nebius.com/v1";

    private final Endpoint endpoint;
    private final Limits limits;

    private OpenAiSettings(Endpoint endpoint, Limits limits) {
        this.endpoint = endpoint;
        this.limits = limits;
    }

    /** OpenAI itself. */
    public static Builder openAi(Secret key) {
        return new Builder(ProviderProfile.OPENAI, OPENAI_URL, key);
    }

    /**
     * An Azure OpenAI or Foundry resource, through its v1 path. Files begin with a byte-order mark, jobs
     * carry {@code trainingType} ({@code globalStandard} unless {@link Builder#addJobField} says
     * otherwise), and a tuned model must be deployed before it can be asked.
     *
     * @param resource the resource's address: {@code https://my-resource.openai.azure.com}
     */
    public static Builder azure(String resource, Secret key) {
        String root = BaseUrl.checked(resource);
        String url = root.endsWith("/openai/v1") ? root : root + "/openai/v1";
        return new Builder(ProviderProfile.AZURE, url, key)
                .keyHeader("api-key")
                .addJobField("trainingType", "globalStandard");
    }

    /**
     * An Azure OpenAI or Foundry resource with tokens of Microsoft Entra; otherwise like {@link
     * #azure(String, Secret)}.
     *
     * @param tokens returns a current bearer token; called once for each request, see {@link #custom(String,
     *     String, Supplier)}
     */
    public static Builder azure(String resource, Supplier<Secret> tokens) {
        Builder builder = azure(resource, Secret.of("unused"));
        builder.keyHeader = null;
        builder.key = tokens;
        return builder;
    }

    /** Nebius Token Factory, which takes {@code hyperparameters} at the top level of a job. */
    public static Builder nebius(Secret key) {
        return new Builder(ProviderProfile.NEBIUS, NEBIUS_URL, key);
    }

    /**
     * Another provider with OpenAI's API.
     *
     * @param provider a short name for it, used in capabilities and failures
     * @param baseUrl the URL before {@code /files} and {@code /fine_tuning}
     */
    public static Builder custom(String provider, String baseUrl, Secret key) {
        return new Builder(ProviderProfile.custom(provider), baseUrl, key);
    }

    /**
     * Another provider with OpenAI's API, with tokens that expire.
     *
     * @param tokens returns a current bearer token; called once for each request. If it throws a {@link
     *     dev.finetuning.provider.ProviderException}, the call throws that one; after any other exception it
     *     throws {@link dev.finetuning.provider.RetryLaterException}, and nothing is sent
     */
    public static Builder custom(String provider, String baseUrl, Supplier<Secret> tokens) {
        Builder builder = custom(provider, baseUrl, Secret.of("unused"));
        builder.key = tokens;
        return builder;
    }

    /** OpenAI by a transport that has its own address and key. */
    static Builder sentBy(String baseUrl, Supplier<Transport> transport) {
        Builder builder = new Builder(ProviderProfile.OPENAI, baseUrl, null);
        builder.ready = transport;
        return builder;
    }

    /**
     * OpenAI with settings from the environment: {@code OPENAI_API_KEY}, and optionally {@code
     * OPENAI_BASE_URL}, {@code OPENAI_ORG_ID} and {@code OPENAI_PROJECT_ID}.
     *
     * @throws IllegalStateException if {@code OPENAI_API_KEY} is not set
     */
    public static Builder fromEnvironment() {
        Builder builder = openAi(Secret.fromEnvironment("OPENAI_API_KEY"));
        environment("OPENAI_BASE_URL").ifPresent(builder::baseUrl);
        environment("OPENAI_ORG_ID").ifPresent(id -> builder.addHeader("OpenAI-Organization", id));
        environment("OPENAI_PROJECT_ID").ifPresent(id -> builder.addHeader("OpenAI-Project", id));
        return builder;
    }

    private static Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Limits limits() {
        return limits;
    }

    /** Provider and address, without keys and headers. */
    @Override
    public String toString() {
        return "OpenAiSettings[" + endpoint + "]";
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private ProviderProfile profile;
        private String baseUrl;
        private @Nullable Supplier<Secret> key;
        private @Nullable Supplier<Transport> ready;
        private @Nullable String keyHeader;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final Map<String, String> query = new LinkedHashMap<>();
        private final Map<String, Object> jobFields = new LinkedHashMap<>();
        private @Nullable HttpClient httpClient;
        private Duration timeout = Duration.ofMinutes(1);
        private Duration answerTimeout = Duration.ofMinutes(10);
        private long partBytes = Limits.LARGEST_PART;
        private Duration readPatience = ReadRetries.DEFAULT_PATIENCE;
        private InstantSource clock = Clock.systemUTC();
        private Sleeper sleeper = Sleeper.system();

        private Builder(ProviderProfile profile, String baseUrl, @Nullable Secret key) {
            this.profile = profile;
            this.key = key == null ? null : () -> key;
            this.baseUrl = BaseUrl.checked(baseUrl);
        }

        /**
         * Another address for the same kind of provider: a proxy, a gateway, a sandbox.
         *
         * @throws IllegalArgumentException if it is not an http or https URL
         * @throws IllegalStateException if an existing client is used, which has its own address
         */
        public Builder baseUrl(String url) {
            requireNoClient("address");
            baseUrl = BaseUrl.checked(url);
            return this;
        }

        /**
         * Sends the bare key in this header instead of as a bearer token.
         *
         * @throws IllegalStateException if an existing client is used, which sends its own key
         */
        public Builder keyHeader(String name) {
            requireNoClient("key");
            keyHeader = name;
            return this;
        }

        private void requireNoClient(String what) {
            if (ready != null) {
                throw new IllegalStateException("the ready client has its own " + what + "; set it there");
            }
        }

        /**
         * Adds a header to every request, such as {@code OpenAI-Organization}.
         *
         * @throws IllegalArgumentException if it is not a valid header; the message does not repeat the
         *     value
         */
        public Builder addHeader(String name, String value) {
            ExtraHeader.check(name, value);
            headers.put(name, value);
            return this;
        }

        /** Adds a query parameter to every request, such as {@code api-version}. */
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
         * @throws IllegalStateException if an existing openai-java client is used
         */
        public Builder httpClient(HttpClient newClient) {
            requireNoClient("transport");
            JdkTransport.requireNoRedirects(newClient);
            httpClient = newClient;
            return this;
        }

        /** Adds a field to the body of every job, by the provider's own name, as a JSON value. */
        public Builder addJobField(String name, Object value) {
            jobFields.put(name, value);
            return this;
        }

        /** Sends hyperparameters at the top level of a job instead of inside {@code method}. */
        public Builder topLevelHyperparameters() {
            profile = profile.withTopLevelHyperparameters();
            return this;
        }

        /** The maximum duration of a call other than a model's answer or an upload; 1 minute by default. */
        public Builder timeout(Duration limit) {
            timeout = Limits.positive(limit);
            return this;
        }

        /** The maximum duration of a model's answer; 10 minutes by default. */
        public Builder answerTimeout(Duration limit) {
            answerTimeout = Limits.positive(limit);
            return this;
        }

        /**
         * The size above which files are uploaded in parts, and of the parts, if the provider supports that; 64
         * MiB by default, which is also OpenAI's maximum.
         *
         * @throws IllegalArgumentException if it is not from 1 byte to 64 MiB
         */
        public Builder partBytes(long bytes) {
            partBytes = Limits.part(bytes);
            return this;
        }

        /**
         * The maximum total pause for repeating a failed read; 10 seconds by default, zero to send
         * everything once. Requests that create, change or cost anything are sent once in any case.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder readPatience(Duration patience) {
            readPatience = Limits.notNegative(patience);
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** The sleeper for pauses between reads; the system's by default. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** Builds the settings. */
        public OpenAiSettings build() {
            return new OpenAiSettings(
                    new Endpoint(profile, baseUrl, key, keyHeader, headers, query, jobFields, ready, httpClient),
                    new Limits(timeout, answerTimeout, readPatience, partBytes, clock, sleeper));
        }
    }
}
