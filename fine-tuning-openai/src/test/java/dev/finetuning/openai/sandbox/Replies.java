package dev.finetuning.openai.sandbox;

import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Answers in OpenAI's form. */
final class Replies {
    private Replies() {}

    static Answer error(int status, String code, String message) {
        return Answer.json(
                status,
                Json.text(Json.map(
                        "error",
                        Json.map("message", message, "type", "invalid_request_error", "param", null, "code", code))));
    }

    /** A refusal of one field or parameter. */
    static Answer invalid(String param, String message) {
        return Answer.json(
                400,
                Json.text(Json.map(
                        "error",
                        Json.map(
                                "message",
                                "Invalid '" + param + "': " + message,
                                "type",
                                "invalid_request_error",
                                "param",
                                param,
                                "code",
                                "invalid_value"))));
    }

    /** One page of a list that is newest first, by the query's {@code after}, {@code limit} and {@code order}. */
    static Answer page(List<Map<String, Object>> newestFirst, Map<String, String> query, int usualLimit) {
        String asked = query.getOrDefault("limit", String.valueOf(usualLimit));
        if (!asked.matches("[1-9][0-9]{0,3}|10000")) {
            return invalid("limit", "expected an integer from 1 to 10000, but got '" + asked + "'.");
        }
        String order = query.getOrDefault("order", "desc");
        if (!order.equals("desc") && !order.equals("asc")) {
            return invalid("order", "supported values are 'asc' and 'desc', but got '" + order + "'.");
        }
        List<Map<String, Object>> ordered = new ArrayList<>(newestFirst);
        if (order.equals("asc")) {
            Collections.reverse(ordered);
        }
        return slice(ordered, query, Integer.parseInt(asked));
    }

    private static Answer slice(List<Map<String, Object>> newestFirst, Map<String, String> query, int limit) {
        int from = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            if (newestFirst.get(i).get("id").equals(query.get("after"))) {
                from = i + 1;
            }
        }
        int to = Math.min(newestFirst.size(), from + limit);
        List<Map<String, Object>> page = newestFirst.subList(from, to);
        return Answer.ok(Json.map(
                "object",
                "list",
                "data",
                page,
                "first_id",
                page.isEmpty() ? "" : page.get(0).get("id"),
                "last_id",
                page.isEmpty() ? "" : page.get(page.size() - 1).get("id"),
                "has_more",
                to < newestFirst.size()));
    }
}
