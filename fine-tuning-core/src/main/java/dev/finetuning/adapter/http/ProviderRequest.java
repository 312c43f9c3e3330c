package dev.finetuning.adapter.http;

import dev.finetuning.adapter.WireObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request before it knows its provider.
 *
 * @param method the HTTP method
 * @param target path and query, encoded
 * @param body what it sends
 * @param accept the kind of answer it asks for
 * @param limit how long it may take; empty means as long as any call
 */
public record ProviderRequest(
        String method, String target, Optional<RequestBody> body, String accept, Optional<Duration> limit) {
    private static final String JSON = "application/json";
    private static final String CONTENT = "application/octet-stream, */*;q=0.8";

    /** Looks. */
    public static ProviderRequest get(String path) {
        return bare("GET", path, JSON);
    }

    /** Asks for a file's content. */
    public static ProviderRequest content(String path) {
        return bare("GET", path, CONTENT);
    }

    /** Deletes. */
    public static ProviderRequest delete(String path) {
        return bare("DELETE", path, JSON);
    }

    /** Sends nothing but the request itself. */
    public static ProviderRequest post(String path) {
        return bare("POST", path, JSON);
    }

    /** Sends JSON. */
    public static ProviderRequest post(String path, Map<String, ?> json) {
        return withJson("POST", path, json);
    }

    /** Sends changes as JSON. */
    public static ProviderRequest patch(String path, Map<String, ?> json) {
        return withJson("PATCH", path, json);
    }

    /** Sends what something is to be as JSON. */
    public static ProviderRequest put(String path, Map<String, ?> json) {
        return withJson("PUT", path, json);
    }

    /** Sends a form with one file. */
    public static ProviderRequest upload(String path, FileForm form, Duration limit) {
        return new ProviderRequest("POST", path, Optional.of(form), JSON, Optional.of(limit));
    }

    private static ProviderRequest bare(String method, String path, String accept) {
        return new ProviderRequest(method, path, Optional.empty(), accept, Optional.empty());
    }

    private static ProviderRequest withJson(String method, String path, Map<String, ?> json) {
        RequestBody body = RequestBody.json(WireObject.of(json).json());
        return new ProviderRequest(method, path, Optional.of(body), JSON, Optional.empty());
    }

    /** With one more query parameter, unless it is null. */
    public ProviderRequest with(String name, @Nullable Object value) {
        return value == null ? this : withText(name, value.toString());
    }

    /** With one more query parameter where there is a value. */
    public ProviderRequest with(String name, Optional<?> value) {
        return value.map(each -> withText(name, each.toString())).orElse(this);
    }

    private ProviderRequest withText(String name, String value) {
        String pair = encoded(name) + "=" + encoded(value);
        return new ProviderRequest(method, target + (target.contains("?") ? "&" : "?") + pair, body, accept, limit);
    }

    /** With another limit on its time. */
    public ProviderRequest within(Duration newLimit) {
        return new ProviderRequest(method, target, body, accept, Optional.of(newLimit));
    }

    /**
     * An id as one segment of a path.
     *
     * @throws IllegalArgumentException if no provider can have such an id
     */
    public static String segment(String id) {
        if (id.isBlank() || id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException("not an id: \"" + id + "\"");
        }
        return encoded(id);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Names the method and the path, no content. */
    @Override
    public String toString() {
        return "ProviderRequest[" + method + " " + target + "]";
    }
}
