package dev.finetuning.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as it arrived.
 *
 * @param method the HTTP method
 * @param path the path without the query, still encoded
 * @param query the query's parameters, decoded, the last of each name
 * @param headers the headers by lower-case name, the last of each name
 * @param json the body, where it is JSON; otherwise empty
 * @param bodyFile a file that holds the body while the request is handled
 */
public record ReceivedRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String json,
        Path bodyFile) {

    static ReceivedRequest of(String method, String target, Map<String, String> headers, Path bodyFile) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, String> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return new ReceivedRequest(method, path, query, headers, json(headers, bodyFile), bodyFile);
    }

    private static String json(Map<String, String> headers, Path bodyFile) {
        boolean isJson = headers.getOrDefault("content-type", "").startsWith("application/json");
        try {
            return isJson ? Files.readString(bodyFile) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The body, while the request is handled. */
    public byte[] body() {
        try {
            return Files.readAllBytes(bodyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code "POST /fine_tuning/jobs"}. */
    public String line() {
        return method + " " + path;
    }
}
