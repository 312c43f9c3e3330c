package dev.finetuning.openai;

import com.openai.client.OpenAIClient;
import dev.finetuning.Secret;
import dev.finetuning.openai.wire.HostProfile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom to talk to, and as whom.
 *
 * @param profile in what it differs from other hosts
 * @param baseUrl what stands before {@code /files} and {@code /fine_tuning}
 * @param key the key; null where a ready client has it
 * @param keyHeader the header that carries the bare key; null means a bearer token
 * @param headers more headers for every request
 * @param jobFields more fields for every job
 * @param client a ready client; null where one is made
 */
record Host(
        HostProfile profile,
        String baseUrl,
        @Nullable Secret key,
        @Nullable String keyHeader,
        Map<String, String> headers,
        Map<String, Object> jobFields,
        @Nullable OpenAIClient client) {
    /** Copies the maps, keeping their order. */
    Host {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        jobFields = Collections.unmodifiableMap(new LinkedHashMap<>(jobFields));
    }

    /** Names provider and address, never the key or a header. */
    @Override
    public String toString() {
        return profile.provider() + ", " + baseUrl;
    }
}
