package dev.finetuning.adapter.http;

import dev.finetuning.Secret;
import java.util.List;
import java.util.Map;

/**
 * What a request proves itself by.
 *
 * @param headers the headers that carry it
 * @param secrets the secrets in them, which no message may repeat
 */
public record Credentials(Map<String, String> headers, List<Secret> secrets) {
    /** None: whoever carries the request adds them. */
    public static final Credentials NONE = new Credentials(Map.of(), List.of());

    /** Copies both. */
    public Credentials {
        headers = Map.copyOf(headers);
        secrets = List.copyOf(secrets);
    }

    /** A bearer token. */
    public static Credentials bearer(Secret token) {
        return new Credentials(Map.of("Authorization", "Bearer " + token.reveal()), List.of(token));
    }

    /** A bare key in a header of its own. */
    public static Credentials header(String name, Secret key) {
        return new Credentials(Map.of(name, key.reveal()), List.of(key));
    }

    /** Says how many headers there are, nothing more. */
    @Override
    public String toString() {
        return "Credentials[" + headers.size() + "]";
    }
}
