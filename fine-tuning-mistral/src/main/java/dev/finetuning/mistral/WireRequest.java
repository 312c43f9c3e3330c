package dev.finetuning.mistral;

import dev.finetuning.adapter.WireObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request before it knows its host.
 *
 * @param method the HTTP method
 * @param target path and query, encoded
 * @param body what it sends
 * @param contentType what kind of body that is; null where there is none
 * @param limit how long it may take; null means as long as any call
 */
record WireRequest(
        String method,
        String target,
        BodyPublisher body,
        @Nullable String contentType,
        @Nullable Duration limit) {
    private static final String JSON = "application/json";

    static WireRequest get(String path) {
        return bare("GET", path);
    }

    static WireRequest delete(String path) {
        return bare("DELETE", path);
    }

    static WireRequest post(String path) {
        return bare("POST", path);
    }

    static WireRequest post(String path, Map<String, ?> json) {
        return withJson("POST", path, json);
    }

    static WireRequest patch(String path, Map<String, ?> json) {
        return withJson("PATCH", path, json);
    }

    private static WireRequest bare(String method, String path) {
        return new WireRequest(method, path, BodyPublishers.noBody(), null, null);
    }

    private static WireRequest withJson(String method, String path, Map<String, ?> json) {
        BodyPublisher body = BodyPublishers.ofString(WireObject.of(json).json());
        return new WireRequest(method, path, new SentOnce(body), JSON, null);
    }

    /** A form with one file, which is read from disk as it leaves. */
    static WireRequest upload(String path, MultipartUpload form, Duration limit) {
        return new WireRequest("POST", path, new SentOnce(form.body()), form.contentType(), limit);
    }

    /** With one more query parameter, unless it is null. */
    WireRequest with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String pair = name + "=" + encoded(value.toString());
        return new WireRequest(method, target + (target.contains("?") ? "&" : "?") + pair, body, contentType, limit);
    }

    /** With another limit on its time. */
    WireRequest within(Duration newLimit) {
        return new WireRequest(method, target, body, contentType, newLimit);
    }

    /**
     * An id as one segment of a path.
     *
     * @throws IllegalArgumentException if no host can have such an id
     */
    static String segment(String id) {
        if (id.isBlank() || id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException("not an id: \"" + id + "\"");
        }
        return encoded(id);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "WireRequest[" + method + " " + target + "]";
    }
}
