package dev.finetuning.adapter.http;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whom to talk to, as whom, and how patiently.
 *
 * @param provider the provider's short name, which failures carry
 * @param baseUrl what stands before a request's target
 * @param credentials gives what a request proves itself by, once for each that is sent
 * @param secrets gives what must not show in any message, whoever sent it
 * @param headers more headers for every request
 * @param query more query parameters for every request
 * @param requestIds names of the headers that may hold the provider's id of a request, in lower case
 * @param dialect refusals that mean something else here than elsewhere
 * @param timeout how long a call may take that does not say so itself
 * @param readPatience how long the pauses of a read that is repeated may take together
 * @param sleeper how to pause
 * @param clock what dates in answers are measured against
 */
public record ProviderAccess(
        String provider,
        String baseUrl,
        Supplier<Credentials> credentials,
        Supplier<Collection<Secret>> secrets,
        Map<String, String> headers,
        Map<String, String> query,
        List<String> requestIds,
        RefusalDialect dialect,
        Duration timeout,
        Duration readPatience,
        Sleeper sleeper,
        InstantSource clock) {
    /** Copies the collections. */
    public ProviderAccess {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        requestIds = List.copyOf(requestIds);
    }

    /** Names provider and address, never the key or a header. */
    @Override
    public String toString() {
        return provider + ", " + baseUrl;
    }
}
