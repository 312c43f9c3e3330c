package dev.finetuning.synthesis;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.source.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers of one model, kept in a journal: an answer counts once it is in here, and is never paid
 * for twice. Thread-safe.
 */
final class AnswerBook {
    private static final String ANSWERED = "synthesis.answered";

    private final Journal journal;
    private final InstantSource time;
    private final String stream;
    private final Map<String, ChatReply> answers = new ConcurrentHashMap<>();

    AnswerBook(Journal journal, ChatModel model, InstantSource time) {
        this.journal = journal;
        this.time = time;
        this.stream = "synthesis/answers/" + Question.hash(model.host() + '\0' + model.id());
        journal.forEach(stream, 0, entry -> {
            if (entry.type().equals(ANSWERED)) {
                learn(entry.body());
            }
        });
    }

    Optional<ChatReply> find(String key) {
        return Optional.ofNullable(answers.get(key));
    }

    /** Makes an answer durable, and gives it back as it will be read again. */
    ChatReply keep(String key, ChatReply reply) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("key", key);
        body.put("reply", ChatMessages.format().write(ChatExample.of(wellFormed(reply.message()))));
        body.put("finish_reason", reply.finishReason());
        body.put("input_tokens", reply.usage().inputTokens());
        body.put("cached_input_tokens", reply.usage().cachedInputTokens());
        body.put("output_tokens", reply.usage().outputTokens());
        body.put("model", reply.modelId());
        String json = JsonText.of(body);
        journal.append(stream, Journal.ANY_SIZE, List.of(new JournalEntry(ANSWERED, time.instant(), json)));
        return learn(json);
    }

    private ChatReply learn(String json) {
        Map<String, Object> body;
        try {
            body = StrictJson.standard().object(json);
        } catch (JsonFault e) {
            throw new IllegalStateException(
                    "an entry of the journal's stream " + stream + " is not JSON: someone else writes to it", e);
        }
        ChatReply reply = ChatReply.of(
                message(body),
                text(body, "finish_reason"),
                new Usage(
                        number(body, "input_tokens"),
                        number(body, "cached_input_tokens"),
                        number(body, "output_tokens")),
                Duration.ZERO,
                text(body, "model"));
        ChatReply known = answers.putIfAbsent(text(body, "key"), reply);
        return known == null ? reply : known;
    }

    @SuppressWarnings("unchecked") // keep wrote it
    private Message message(Map<String, Object> body) {
        SourceRecord record =
                SourceRecord.of((Map<String, Object>) body.getOrDefault("reply", Map.of()), new Origin(stream, 0, 0));
        return ChatMessages.format().read(record).messages().get(0);
    }

    /** Halves of surrogate pairs, which no journal keeps, become question marks. */
    private static Message wellFormed(Message message) {
        return message.content() instanceof Content.Text text
                ? message.withContent(
                        Content.of(new String(text.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)))
                : message;
    }

    private static String text(Map<String, Object> body, String name) {
        return body.get(name) instanceof String text ? text : "";
    }

    private static long number(Map<String, Object> body, String name) {
        return body.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
