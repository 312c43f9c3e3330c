package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.adapter.http.Credentials;
import dev.finetuning.adapter.http.JdkTransport;
import dev.finetuning.adapter.http.Transport;
import dev.finetuning.openai.wire.ProviderProfile;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whom to talk to, and as whom.
 *
 * @param profile in what it differs from other providers
 * @param baseUrl what stands before {@code /files} and {@code /fine_tuning}
 * @param key gives the key or token each time one is needed; null where a ready client has it
 * @param keyHeader the header that carries the bare key; null means a bearer token
 * @param headers more headers for every request
 * @param query more query parameters for every request
 * @param jobFields more fields for every job
 * @param ready makes a transport that has its own key; null where there is none
 * @param httpClient what sends; null where one is made
 */
record Endpoint(
        ProviderProfile profile,
        String baseUrl,
        @Nullable Supplier<Secret> key,
        @Nullable String keyHeader,
        Map<String, String> headers,
        Map<String, String> query,
        Map<String, Object> jobFields,
        @Nullable Supplier<Transport> ready,
        @Nullable HttpClient httpClient) {
    /** Copies the maps, keeping their order. */
    Endpoint {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        jobFields = Collections.unmodifiableMap(new LinkedHashMap<>(jobFields));
    }

    Credentials credentials() {
        if (key == null) {
            return Credentials.NONE;
        }
        return keyHeader == null ? Credentials.bearer(key.get()) : Credentials.header(keyHeader, key.get());
    }

    Transport transport(Duration timeout) {
        if (ready != null) {
            return ready.get();
        }
        return httpClient == null ? JdkTransport.to(baseUrl, timeout) : JdkTransport.by(httpClient);
    }

    /** Names provider and address, never the key or a header. */
    @Override
    public String toString() {
        return profile.provider() + ", " + baseUrl;
    }
}
