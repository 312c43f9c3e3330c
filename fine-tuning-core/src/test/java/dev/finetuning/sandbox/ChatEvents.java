package dev.finetuning.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A completion as a host streams it: one event a piece, and a last one that says it is done. */
public final class ChatEvents {
    private final Map<String, Object> head;
    private final StringBuilder body = new StringBuilder();

    /** Events that all begin with these fields. */
    public ChatEvents(Map<String, Object> head) {
        this.head = head;
    }

    /** Adds a piece of the first choice; {@code finishReason} is null but for the last. */
    public void add(Map<String, Object> delta, String finishReason) {
        addBare(choices(delta, finishReason));
    }

    /** Adds the last piece together with the usage. */
    public void addLast(Map<String, Object> delta, String finishReason, Map<String, Object> usage) {
        Map<String, Object> fields = choices(delta, finishReason);
        fields.put("usage", usage);
        addBare(fields);
    }

    private static Map<String, Object> choices(Map<String, Object> delta, String finishReason) {
        return Json.map("choices", List.of(Json.map("index", 0, "delta", delta, "finish_reason", finishReason)));
    }

    /** Adds a text, a word a piece. */
    public void addText(String text) {
        for (String word : text.split("(?<= )", -1)) {
            add(Json.map("content", word), null);
        }
    }

    /** Adds an event of these fields. */
    public void addBare(Map<String, Object> fields) {
        Map<String, Object> event = new LinkedHashMap<>(head);
        event.putAll(fields);
        body.append("data: ").append(Json.text(event)).append("\n\n");
    }

    /** The answer with all events. */
    public Answer answer() {
        String whole = body + "data: [DONE]\n\n";
        return Answer.of(200, "text/event-stream", whole.getBytes(StandardCharsets.UTF_8));
    }
}
