package dev.finetuning.mistral.sandbox;

import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ReceivedRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Answers in Mistral's forms. */
final class Replies {
    private Replies() {}

    /** {@code {"object": "error", …}}, as models and limits answer. */
    static Answer error(int status, String code, String message) {
        return Answer.json(
                status,
                Json.text(Json.map(
                        "object",
                        "error",
                        "message",
                        message,
                        "type",
                        "invalid_request",
                        "param",
                        null,
                        "code",
                        code)));
    }

    /** {@code {"detail": "…"}}, as jobs and files answer. */
    static Answer detail(int status, String words) {
        return Answer.json(status, Json.text(Map.of("detail", words)));
    }

    /** A finding about one field, as the validation of requests answers. */
    static Answer invalid(String message, Object input, String... place) {
        return Answer.json(
                422,
                Json.text(Map.of(
                        "detail",
                        List.of(Json.map(
                                "type", "value_error", "loc", Arrays.asList(place), "msg", message, "input", input)))));
    }

    /** What the gateway says before anything else is reached. */
    static Answer gateway(int status, String message) {
        return Answer.json(status, Json.text(Map.of("message", message, "request_id", "gateway-1")));
    }

    static Answer notFound(String what, String id) {
        return detail(404, "No " + what + " matches the given query: " + id);
    }

    /** One page of a list, by the query's {@code page} and {@code page_size}. */
    static Answer page(List<Map<String, Object>> all, ReceivedRequest request) {
        for (String number : List.of("page_size", "page")) {
            String given = request.query().getOrDefault(number, "1");
            if (!given.matches("[0-9]{1,6}") || (number.equals("page_size") && given.matches("0+"))) {
                return invalid("Input should be a valid integer", given, "query", number);
            }
        }
        int size = Integer.parseInt(request.query().getOrDefault("page_size", "100"));
        int page = Integer.parseInt(request.query().getOrDefault("page", "0"));
        int from = Math.min(all.size(), page * size);
        int to = Math.min(all.size(), from + size);
        return Answer.ok(Json.map("object", "list", "data", all.subList(from, to), "total", all.size()));
    }
}
