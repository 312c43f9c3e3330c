package dev.finetuning.openai;

import com.openai.client.OpenAIClient;
import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.adapter.ExtraHeader;
import dev.finetuning.adapter.HostUrl;
import dev.finetuning.adapter.ReadRetries;
import dev.finetuning.adapter.http.JdkTransport;
import dev.finetuning.openai.wire.HostProfile;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which host to talk to, as whom, and how: OpenAI itself, Azure (Foundry), Nebius, or any other server
 * of that shape. Immutable; never prints the key.
 */
public final class OpenAiSettings {
    /** Where OpenAI listens. */
    public static final String OPENAI_URL = "https://api.openai.com/v1";
    /** Where Nebius Token Factory listens. */
    public static final String NEBIUS_URL = "https://api.tokenfactory.nebius.com/v1";

    private final Host host;
    private final Limits limits;

    private OpenAiSettings(Host host, Limits limits) {
        this.host = host;
        this.limits = limits;
    }

    /** OpenAI itself. */
    public static Builder openAi(Secret key) {
        return new Builder(HostProfile.OPENAI, OPENAI_URL, key);
    }

    /**
     * An Azure OpenAI or Foundry resource, through its v1 path. Files begin with a byte-order mark, jobs
     * carry {@code trainingType} ({@code globalStandard} unless {@link Builder#addJobField} says
     * otherwise), and a tuned model must be deployed before it can be asked.
     *
     * @param resource the resource's address: {@code https://my-resource.openai.azure.com}
     */
    public static Builder azure(String resource, Secret key) {
        String root = HostUrl.checked(resource);
        String url = root.endsWith("/openai/v1") ? root : root + "/openai/v1";
        return new Builder(HostProfile.AZURE, url, key)
                .keyHeader("api-key")
                .addJobField("trainingType", "globalStandard");
    }

    /**
     * An Azure OpenAI or Foundry resource, as whoever the tokens of Microsoft Entra name; else as {@link
     * #azure(String, Secret)}.
     *
     * @param tokens gives a current bearer token each time a request is sent
     */
    public static Builder azure(String resource, Supplier<Secret> tokens) {
        Builder builder = azure(resource, Secret.of("unused"));
        builder.keyHeader = null;
        builder.key = tokens;
        return builder;
    }

    /** Nebius Token Factory, which takes {@code hyperparameters} at the top level of a job. */
    public static Builder nebius(Secret key) {
        return new Builder(HostProfile.NEBIUS, NEBIUS_URL, key);
    }

    /**
     * Any other host that speaks OpenAI's protocol.
     *
     * @param provider a short name for it, which capabilities and failures carry
     * @param baseUrl what stands before {@code /files} and {@code /fine_tuning}
     */
    public static Builder custom(String provider, String baseUrl, Secret key) {
        return new Builder(HostProfile.custom(provider), baseUrl, key);
    }

    /**
     * Any other host that speaks OpenAI's protocol and wants tokens that run out.
     *
     * @param tokens gives a current bearer token each time a request is sent
     */
    public static Builder custom(String provider, String baseUrl, Supplier<Secret> tokens) {
        Builder builder = custom(provider, baseUrl, Secret.of("unused"));
        builder.key = tokens;
        return builder;
    }

    /**
     * A ready client of openai-java, with its own address and key. Its retries and its logging to standard
     * error are switched off on the way. Its transport stays as it is: where that follows redirects, a
     * redirect is followed. Closing the pipeline leaves the client open.
     */
    public static Builder client(OpenAIClient client) {
        List<String> address = new ArrayList<>();
        client.withOptions(options -> address.add(options.build().baseUrl()));
        Builder builder = new Builder(HostProfile.OPENAI, address.get(0), null);
        builder.client = client;
        return builder;
    }

    /**
     * OpenAI as the environment describes it: {@code OPENAI_API_KEY}, and {@code OPENAI_BASE_URL}, {@code
     * OPENAI_ORG_ID}, {@code OPENAI_PROJECT_ID} where they are set.
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

    Host host() {
        return host;
    }

    Limits limits() {
        return limits;
    }

    /** Names provider and address, never the key or a header. */
    @Override
    public String toString() {
        return "OpenAiSettings[" + host + "]";
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {
        private HostProfile profile;
        private String baseUrl;
        private @Nullable Supplier<Secret> key;
        private @Nullable OpenAIClient client;
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

        private Builder(HostProfile profile, String baseUrl, @Nullable Secret key) {
            this.profile = profile;
            this.key = key == null ? null : () -> key;
            this.baseUrl = HostUrl.checked(baseUrl);
        }

        /**
         * Another address for the same kind of host: a proxy, a gateway, a sandbox.
         *
         * @throws IllegalArgumentException if it is no http or https URL
         * @throws IllegalStateException if a ready client is used, which has its own address
         */
        public Builder baseUrl(String url) {
            requireNoClient("address");
            baseUrl = HostUrl.checked(url);
            return this;
        }

        /**
         * Sends the bare key in this header, instead of as a bearer token.
         *
         * @throws IllegalStateException if a ready client is used, which sends its own key
         */
        public Builder keyHeader(String name) {
            requireNoClient("key");
            keyHeader = name;
            return this;
        }

        private void requireNoClient(String what) {
            if (client != null) {
                throw new IllegalStateException("the ready client has its own " + what + "; set it there");
            }
        }

        /**
         * One more header for every request, such as {@code OpenAI-Organization}.
         *
         * @throws IllegalArgumentException if no request may carry it; the message does not repeat the value
         */
        public Builder addHeader(String name, String value) {
            ExtraHeader.check(name, value);
            headers.put(name, value);
            return this;
        }

        /** One more query parameter for every request, such as {@code api-version}. */
        public Builder addQueryParameter(String name, String value) {
            query.put(name, value);
            return this;
        }

        /**
         * Sends by this client, with its proxy, certificates and connections; one of its own by default.
         *
         * @throws IllegalArgumentException if it follows redirects, which would carry the key to another address
         * @throws IllegalStateException if a ready client is used, which sends by itself
         */
        public Builder httpClient(HttpClient newClient) {
            requireNoClient("transport");
            JdkTransport.requireNoRedirects(newClient);
            httpClient = newClient;
            return this;
        }

        /** One more field in the body of every job, by the host's own name, as a JSON value. */
        public Builder addJobField(String name, Object value) {
            jobFields.put(name, value);
            return this;
        }

        /** Sends hyperparameters at the job's top level instead of inside {@code method}. */
        public Builder topLevelHyperparameters() {
            profile = profile.withTopLevelHyperparameters();
            return this;
        }

        /** How long a call may take, answers of models and uploads apart; 1 minute by default. */
        public Builder timeout(Duration limit) {
            timeout = Limits.positive(limit);
            return this;
        }

        /** How long an answer of a model may take; 10 minutes by default. */
        public Builder answerTimeout(Duration limit) {
            answerTimeout = Limits.positive(limit);
            return this;
        }

        /**
         * Files above this size go up in parts of this size, where the host can take parts; 64 MiB by
         * default, which is also OpenAI's limit for a part.
         *
         * @throws IllegalArgumentException if it is not within 1 byte and 64 MiB
         */
        public Builder partBytes(long bytes) {
            partBytes = Limits.part(bytes);
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
            readPatience = Limits.notNegative(patience);
            return this;
        }

        /** The clock that dates are read from. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** How to pause between reads. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** The settings. */
        public OpenAiSettings build() {
            return new OpenAiSettings(
                    new Host(profile, baseUrl, key, keyHeader, headers, query, jobFields, client, httpClient),
                    new Limits(timeout, answerTimeout, readPatience, partBytes, clock, sleeper));
        }
    }
}
