package dev.finetuning.mistral.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ContentFolder;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code /batch/jobs}: chat requests by the file, done a second after they came. */
final class BatchRoutes {
    private static final long SECONDS = 1;
    private static final List<String> ENDPOINTS = List.of("/v1/chat/completions");
    private static final List<String> ORDERS = List.of("created", "-created");

    private final Store store;
    private final ChatRoutes chat;

    BatchRoutes(Store store, ChatRoutes chat) {
        this.store = store;
        this.chat = chat;
    }

    void addTo(Routes routes) {
        String batches = "/batch/jobs";
        routes.on("POST", batches, (request, id) -> create(Json.parse(request.body())))
                .on("GET", batches, (request, id) -> list(request))
                .on("GET", batches + "/*", (request, id) -> withBatch(id, Answer::ok))
                .on("DELETE", batches + "/*", (request, id) -> withBatch(id, batch -> delete(id)))
                .on("POST", batches + "/*/cancel", (request, id) -> withBatch(id, BatchRoutes::cancel));
    }

    private Answer create(JsonNode body) {
        String endpoint = body.path("endpoint").asText();
        if (!ENDPOINTS.contains(endpoint)) {
            return Replies.invalid("Input should be one of " + ENDPOINTS, endpoint, "body", "endpoint");
        }
        long hours = body.path("timeout_hours").asLong(24);
        if (hours < 1 || hours > 168) {
            return Replies.invalid("Input should be from 1 to 168", hours, "body", "timeout_hours");
        }
        if (body.path("input_files").isEmpty()) {
            return Replies.invalid("Field required", null, "body", "input_files");
        }
        List<Object> inputs = new ArrayList<>();
        for (JsonNode file : body.path("input_files")) {
            if (store.file(file.asText()).isEmpty()) {
                return Replies.notFound("file", file.asText());
            }
            inputs.add(file.asText());
        }
        String id = store.newId();
        Map<String, Object> batch = Json.map(
                "id",
                id,
                "object",
                "batch",
                "input_files",
                inputs,
                "metadata",
                Json.value(body.path("metadata")),
                "endpoint",
                body.path("endpoint").asText(),
                "model",
                body.path("model").asText(),
                "output_file",
                null,
                "error_file",
                null,
                "errors",
                List.of(),
                "status",
                "QUEUED",
                "created_at",
                store.second(),
                "total_requests",
                0,
                "completed_requests",
                0,
                "succeeded_requests",
                0,
                "failed_requests",
                0);
        synchronized (store) {
            store.batches.put(id, batch);
            return Answer.ok(batch);
        }
    }

    private Answer list(ReceivedRequest request) {
        String order = request.query().getOrDefault("order_by", "-created");
        if (!ORDERS.contains(order)) {
            return Replies.invalid("Input should be 'created' or '-created'", order, "query", "order_by");
        }
        return Replies.page(
                store.newestFirst(
                        store.batches,
                        batch -> Optional.<Map<String, Object>>of(new LinkedHashMap<>(batch))
                                .filter(copy -> request.query()
                                        .getOrDefault("model", (String) copy.get("model"))
                                        .equals(copy.get("model")))),
                request);
    }

    private Answer withBatch(String id, Function<Map<String, Object>, Answer> then) {
        synchronized (store) {
            Map<String, Object> batch = store.batches.get(id);
            if (batch == null) {
                return Replies.notFound("batch job", id);
            }
            boolean due = store.second() >= (Long) batch.get("created_at") + SECONDS;
            if (due && batch.get("status").equals("QUEUED")) {
                finish(batch);
            }
            return then.apply(batch);
        }
    }

    private static Answer cancel(Map<String, Object> batch) {
        if (batch.get("status").equals("QUEUED")) {
            batch.put("status", "CANCELLED");
        }
        return Answer.ok(batch);
    }

    private Answer delete(String id) {
        store.batches.remove(id);
        return Answer.ok(Json.map("id", id, "object", "batch", "deleted", true));
    }

    private void finish(Map<String, Object> batch) {
        List<String> answers = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (Object input : (List<?>) batch.get("input_files")) {
            store.file((String) input)
                    .ifPresent(file -> ContentFolder.lines(file.content())
                            .forEach(line -> answer(
                                    Json.parse(line.getBytes(StandardCharsets.UTF_8)),
                                    (String) batch.get("model"),
                                    answers,
                                    errors)));
        }
        // The provider keeps no order.
        Collections.reverse(answers);
        batch.put("status", "SUCCESS");
        batch.put("completed_at", store.second());
        batch.put("total_requests", answers.size() + errors.size());
        batch.put("completed_requests", answers.size() + errors.size());
        batch.put("succeeded_requests", answers.size());
        batch.put("failed_requests", errors.size());
        batch.put("output_file", answers.isEmpty() ? null : file("output", "batch_result", answers));
        batch.put("error_file", errors.isEmpty() ? null : file("errors", "batch_error", errors));
    }

    private void answer(JsonNode line, String model, List<String> answers, List<String> errors) {
        ObjectNode body = line.path("body").deepCopy();
        Answer answer = chat.complete(body.put("model", model));
        String text = Json.text(Json.map(
                "id", store.newId(),
                "custom_id", line.path("custom_id").asText(),
                "response",
                        Json.map(
                                "status_code", answer.status(),
                                "body", Json.value(Json.parse(answer.body()))),
                "error", null));
        (answer.status() == 200 ? answers : errors).add(text);
    }

    private String file(String name, String sampleType, List<String> lines) {
        return store.add(
                        name + ".jsonl",
                        "batch",
                        sampleType,
                        "mistral",
                        store.contents().write(lines))
                .id();
    }
}
