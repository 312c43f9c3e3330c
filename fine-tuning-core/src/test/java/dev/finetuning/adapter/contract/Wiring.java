package dev.finetuning.adapter.contract;

import dev.finetuning.Secret;
import dev.finetuning.secrecy.Canary;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a pipeline is to be connected.
 *
 * @param root the provider's address without a path
 * @param key the key to send
 * @param headers more headers for every request
 * @param timeout how long any call may take, an answer of a model too
 * @param readPatience how long the pauses of a read that is repeated may take together
 * @param httpClient the client to send by; empty means the adapter's own
 */
public record Wiring(
        String root,
        Secret key,
        Map<String, String> headers,
        Duration timeout,
        Duration readPatience,
        Optional<HttpClient> httpClient) {
    /** To this address with the canary key; every request is sent once and may take twenty seconds. */
    public static Wiring to(String root) {
        return new Wiring(
                root, Secret.of(Canary.KEY), Map.of(), Duration.ofSeconds(20), Duration.ZERO, Optional.empty());
    }

    /** With another key. */
    public Wiring key(Secret newKey) {
        return new Wiring(root, newKey, headers, timeout, readPatience, httpClient);
    }

    /** With one more header. */
    public Wiring header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Wiring(root, key, more, timeout, readPatience, httpClient);
    }

    /** With another limit on every call. */
    public Wiring timeout(Duration limit) {
        return new Wiring(root, key, headers, limit, readPatience, httpClient);
    }

    /** With repeated reads. */
    public Wiring readPatience(Duration patience) {
        return new Wiring(root, key, headers, timeout, patience, httpClient);
    }

    /** Sent by this client. */
    public Wiring httpClient(HttpClient client) {
        return new Wiring(root, key, headers, timeout, readPatience, Optional.of(client));
    }
}
