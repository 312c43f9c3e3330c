package dev.finetuning.openai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ContentFolder;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** {@code /batches}: chat requests by the file, done a second after they came. */
final class BatchRoutes {
    private static final long SECONDS = 1;
    private static final List<String> ENDPOINTS = List.of("/v1/chat/completions");

    private final Store store;
    private final ChatRoutes chat;

    BatchRoutes(Store store, ChatRoutes chat) {
        this.store = store;
        this.chat = chat;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/batches", (request, id) -> create(Json.parse(request.body())))
                .on("GET", "/batches", (request, id) -> list(request))
                .on("GET", "/batches/*", (request, id) -> retrieve(id))
                .on("POST", "/batches/*/cancel", (request, id) -> cancel(id));
    }

    private Answer create(JsonNode body) {
        if (!ENDPOINTS.contains(body.path("endpoint").asText())) {
            return Replies.invalid("endpoint", "supported values are " + ENDPOINTS + ".");
        }
        if (!body.path("completion_window").asText().equals("24h")) {
            return Replies.invalid("completion_window", "supported values are: '24h'.");
        }
        boolean usable = store.file(body.path("input_file_id").asText())
                .filter(file -> file.purpose().equals("batch"))
                .isPresent();
        if (!usable) {
            return Replies.invalid("input_file_id", "no such file with the purpose 'batch'.");
        }
        String id = store.newId("batch_");
        Map<String, Object> batch = Json.map(
                "id", id,
                "object", "batch",
                "endpoint", body.path("endpoint").asText(),
                "input_file_id", body.path("input_file_id").asText(),
                "completion_window", body.path("completion_window").asText(),
                "status", "validating",
                "created_at", store.now(),
                "metadata", Json.value(body.path("metadata")));
        synchronized (store) {
            store.batches.put(id, batch);
        }
        return Answer.ok(batch);
    }

    private Answer list(ReceivedRequest request) {
        synchronized (store) {
            List<Map<String, Object>> newestFirst = new ArrayList<>(store.batches.values());
            Collections.reverse(newestFirst);
            return Replies.page(newestFirst, request.query(), 20);
        }
    }

    private Answer retrieve(String id) {
        synchronized (store) {
            Map<String, Object> batch = store.batches.get(id);
            if (batch == null) {
                return Replies.error(404, null, "No batch found with id '" + id + "'.");
            }
            finishIfDue(batch);
            return Answer.ok(batch);
        }
    }

    private void finishIfDue(Map<String, Object> batch) {
        boolean due = store.now() >= (Long) batch.get("created_at") + SECONDS;
        if (due && batch.get("status").equals("validating")) {
            finish(batch);
        }
    }

    private Answer cancel(String id) {
        synchronized (store) {
            Map<String, Object> batch = store.batches.get(id);
            if (batch == null) {
                return Replies.error(404, null, "No batch found with id '" + id + "'.");
            }
            finishIfDue(batch);
            if (!batch.get("status").equals("validating")) {
                return Replies.error(409, null, "Cannot cancel a batch with status '" + batch.get("status") + "'.");
            }
            batch.put("status", "cancelled");
            batch.put("cancelled_at", store.now());
            return Answer.ok(batch);
        }
    }

    private void finish(Map<String, Object> batch) {
        List<String> answers = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        store.file((String) batch.get("input_file_id"))
                .ifPresent(file -> ContentFolder.lines(file.content())
                        .forEach(line -> answer(Json.parse(line.getBytes(StandardCharsets.UTF_8)), answers, errors)));
        // The provider keeps no order.
        Collections.reverse(answers);
        batch.put("status", "completed");
        batch.put("completed_at", store.now());
        if (!answers.isEmpty()) {
            batch.put("output_file_id", file(answers));
        }
        if (!errors.isEmpty()) {
            batch.put("error_file_id", file(errors));
        }
    }

    private void answer(JsonNode line, List<String> answers, List<String> errors) {
        Answer answer = chat.complete(line.path("body"));
        String text = Json.text(Json.map(
                "id", store.newId("batch_req_"),
                "custom_id", line.path("custom_id").asText(),
                "response",
                        Json.map(
                                "status_code", answer.status(),
                                "request_id", store.newId("req_"),
                                "body", Json.value(Json.parse(answer.body()))),
                "error", null));
        (answer.status() == 200 ? answers : errors).add(text);
    }

    private String file(List<String> lines) {
        Path content = store.newContent();
        try {
            Files.write(content, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return store.add("batch_output.jsonl", "batch_output", content).id();
    }
}
