package dev.finetuning.adapter.contract;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.secrecy.Canary;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a pipeline is to be connected.
 *
 * @param root the provider's address without a path
 * @param key the key to send
 * @param tokens what supplies tokens instead of the key; empty if the key is sent
 * @param headers more headers for every request
 * @param query more query parameters for every request
 * @param timeout how long any call may take, an answer of a model too
 * @param readPatience how long the pauses of a read that is repeated may take together
 * @param httpClient the client to send by; empty means the adapter's own
 * @param sleeper how to pause before a read is repeated
 */
public record Wiring(
        String root,
        Secret key,
        Optional<Supplier<Secret>> tokens,
        Map<String, String> headers,
        Map<String, String> query,
        Duration timeout,
        Duration readPatience,
        Optional<HttpClient> httpClient,
        Sleeper sleeper) {
    /** To this address with the canary key; every request is sent once and may take twenty seconds. */
    public static Wiring to(String root) {
        return new Wiring(
                root,
                Secret.of(Canary.KEY),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Duration.ofSeconds(20),
                Duration.ZERO,
                Optional.empty(),
                Sleeper.system());
    }

    /** With another key. */
    public Wiring key(Secret newKey) {
        return new Wiring(root, newKey, tokens, headers, query, timeout, readPatience, httpClient, sleeper);
    }

    /** With one more header. */
    public Wiring header(String name, String value) {
        return new Wiring(
                root, key, tokens, with(headers, name, value), query, timeout, readPatience, httpClient, sleeper);
    }

    /** With one more query parameter. */
    public Wiring query(String name, String value) {
        return new Wiring(
                root, key, tokens, headers, with(query, name, value), timeout, readPatience, httpClient, sleeper);
    }

    /** With tokens instead of the key. */
    public Wiring tokens(Supplier<Secret> supplier) {
        return new Wiring(root, key, Optional.of(supplier), headers, query, timeout, readPatience, httpClient, sleeper);
    }

    private static Map<String, String> with(Map<String, String> pairs, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(pairs);
        more.put(name, value);
        return more;
    }

    /** With another limit on every call. */
    public Wiring timeout(Duration limit) {
        return new Wiring(root, key, tokens, headers, query, limit, readPatience, httpClient, sleeper);
    }

    /** With repeated reads. */
    public Wiring readPatience(Duration patience) {
        return new Wiring(root, key, tokens, headers, query, timeout, patience, httpClient, sleeper);
    }

    /** Sent by this client. */
    public Wiring httpClient(HttpClient client) {
        return new Wiring(root, key, tokens, headers, query, timeout, readPatience, Optional.of(client), sleeper);
    }

    /** With pauses by this sleeper. */
    public Wiring sleeper(Sleeper newSleeper) {
        return new Wiring(root, key, tokens, headers, query, timeout, readPatience, httpClient, newSleeper);
    }
}
