package dev.finetuning.adapter.chat;

import dev.finetuning.adapter.WireObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Joins the events of a streamed completion to the completion that the host would have answered with, so that
 * both are read alike. Of several choices the first counts, as elsewhere.
 */
final class CompletionStream {
    private static final String CONTENT = "content";
    private static final String REFUSAL = "refusal";
    private static final String FUNCTION = "function";

    private final Consumer<String> parts;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final Map<Long, Call> calls = new TreeMap<>();
    private Optional<String> finishReason = Optional.empty();
    private Optional<WireObject> usage = Optional.empty();
    private Optional<String> model = Optional.empty();

    CompletionStream(Consumer<String> parts) {
        this.parts = parts;
    }

    /** Takes an event, and hands over the text in it. */
    void accept(WireObject event) {
        model = event.text("model").or(() -> model);
        usage = event.hasObject("usage") ? Optional.of(event.object("usage")) : usage;
        event.objects("choices").stream()
                .filter(choice -> choice.integer("index").orElse(0) == 0)
                .findFirst()
                .ifPresent(this::choice);
    }

    private void choice(WireObject choice) {
        finishReason =
                choice.text("finish_reason").filter(reason -> !reason.isEmpty()).or(() -> finishReason);
        WireObject delta = choice.object("delta");
        delta.text(REFUSAL).ifPresent(refusal::append);
        for (WireObject call : delta.objects("tool_calls")) {
            long index = call.integer("index").orElse(calls.size());
            calls.computeIfAbsent(index, first -> new Call()).add(call);
        }
        String more = Completions.text(delta).orElse("");
        if (!more.isEmpty()) {
            text.append(more);
            parts.accept(more);
        }
    }

    /** Whether some text was handed over. */
    boolean begun() {
        return text.length() > 0;
    }

    /** The text so far. */
    String received() {
        return text.toString();
    }

    /** Whether the host has said why the answer ended. */
    boolean finished() {
        return finishReason.isPresent();
    }

    /** The completion. */
    WireObject whole() {
        Map<String, Object> message = new LinkedHashMap<>();
        if (begun() || (refusal.length() == 0 && calls.isEmpty())) {
            message.put(CONTENT, received());
        }
        if (refusal.length() > 0) {
            message.put(REFUSAL, refusal.toString());
        }
        List<Map<String, Object>> made = new ArrayList<>();
        calls.values().forEach(call -> made.add(call.fields()));
        message.put("tool_calls", made);
        Map<String, Object> completion = new LinkedHashMap<>();
        completion.put("choices", List.of(Map.of("message", message, "finish_reason", finishReason.orElse(""))));
        model.ifPresent(id -> completion.put("model", id));
        usage.ifPresent(tokens -> completion.put("usage", tokens.map()));
        return WireObject.of(completion);
    }

    /** A tool call, whose arguments come in pieces. */
    private static final class Call {
        private String id = "";
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();

        void add(WireObject piece) {
            id = piece.text("id", id);
            WireObject function = piece.object(FUNCTION);
            name.append(function.text("name", ""));
            arguments.append(
                    function.hasObject("arguments")
                            ? function.object("arguments").json()
                            : function.text("arguments", ""));
        }

        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            if (!id.isEmpty()) {
                fields.put("id", id);
            }
            fields.put(FUNCTION, Map.of("name", name.toString(), "arguments", arguments.toString()));
            return fields;
        }
    }
}
