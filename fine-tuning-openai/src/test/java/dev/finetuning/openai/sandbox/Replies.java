package dev.finetuning.openai.sandbox;

import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
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

    /** One page of a list that is newest first, by the query's {@code after} and {@code limit}. */
    static Answer page(List<Map<String, Object>> newestFirst, Map<String, String> query, int usualLimit) {
        int limit = Integer.parseInt(query.getOrDefault("limit", String.valueOf(usualLimit)));
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
