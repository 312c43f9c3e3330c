package dev.finetuning.synthesis;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.internal.content.Sha256;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.journal.Journal;
import dev.finetuning.source.SourceRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers as syntheses kept them before they shared one engine with evaluations: still read, never written. */
final class EarlierAnswers {
    private static final String ANSWERED = "synthesis.answered";

    private final ChatModel model;
    private final String stream;
    private final Map<String, ChatReply> answers = new HashMap<>();

    EarlierAnswers(Journal journal, ChatModel model) {
        this.model = model;
        this.stream = "synthesis/answers/" + Sha256.hex(model.provider() + '\0' + model.id());
        journal.forEach(stream, 0, entry -> {
            if (entry.type().equals(ANSWERED)) {
                learn(entry.body());
            }
        });
    }

    /**
     * What was answered to a question; a model whose id is an alias may have been another one then.
     *
     * @param attempt how many earlier answers were unusable
     */
    Optional<ChatReply> find(SeedQuestion question, int attempt) {
        if (answers.isEmpty() || !model.version().equals(model.id())) {
            return Optional.empty();
        }
        String key = Sha256.hex(canonical(question.question().request(), question.repeat()));
        return Optional.ofNullable(answers.get(attempt == 0 ? key : key + "#" + attempt));
    }

    private String canonical(ChatRequest request, int repeat) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("host", model.provider());
        fields.put("model", model.id());
        fields.put("repeat", repeat);
        fields.put(
                "ask",
                ChatMessages.format().write(new ChatExample(request.messages(), request.tools(), ExampleInfo.NONE)));
        fields.put("settings", temperature(request) + " " + maxTokens(request) + " " + seed(request));
        fields.put("options", request.options());
        return JsonText.of(fields);
    }

    private static String temperature(ChatRequest request) {
        return request.temperature().isPresent()
                ? String.valueOf(request.temperature().getAsDouble())
                : "null";
    }

    private static String maxTokens(ChatRequest request) {
        return request.maxTokens().isPresent()
                ? String.valueOf(request.maxTokens().getAsInt())
                : "null";
    }

    private static String seed(ChatRequest request) {
        return request.seed().isPresent() ? String.valueOf(request.seed().getAsLong()) : "null";
    }

    private void learn(String json) {
        Map<String, Object> body;
        try {
            body = StrictJson.standard().object(json);
        } catch (JsonFault e) {
            throw new IllegalStateException(
                    "an entry of the journal's stream " + stream + " is not JSON: someone else writes to it", e);
        }
        Usage usage = new Usage(
                number(body, "input_tokens"), number(body, "cached_input_tokens"), number(body, "output_tokens"));
        ChatReply reply =
                ChatReply.of(message(body), text(body, "finish_reason"), usage, Duration.ZERO, text(body, "model"));
        answers.putIfAbsent(text(body, "key"), reply);
    }

    @SuppressWarnings("unchecked") // an earlier version wrote it
    private Message message(Map<String, Object> body) {
        SourceRecord record =
                SourceRecord.of((Map<String, Object>) body.getOrDefault("reply", Map.of()), new Origin(stream, 0, 0));
        return ChatMessages.format().read(record).messages().get(0);
    }

    private static String text(Map<String, Object> body, String name) {
        return body.get(name) instanceof String text ? text : "";
    }

    private static long number(Map<String, Object> body, String name) {
        return body.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
