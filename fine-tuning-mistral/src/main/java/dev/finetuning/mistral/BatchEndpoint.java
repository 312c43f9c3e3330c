package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.mistral.wire.MistralCompletions;
import dev.finetuning.training.TrainingFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /v1/batch/jobs}: handing in once by content, looking, and reading answers from the result files. */
final class BatchEndpoint {
    private static final String BATCHES = "/v1/batch/jobs";
    private static final String CONTENT_KEY = "fine_tuning_content";
    private static final Set<String> OVER = Set.of("SUCCESS", "TIMEOUT_EXCEEDED", "CANCELLED");
    private static final Set<String> USELESS =
            Set.of("FAILED", "TIMEOUT_EXCEEDED", "CANCELLED", "CANCELLATION_REQUESTED");

    private static final int MOST_QUESTIONS = 100_000;

    private final Connection connection;
    private final FileEndpoint files;

    BatchEndpoint(Connection connection) {
        this.connection = connection;
        this.files = new FileEndpoint(connection);
    }

    /**
     * Tells before anything is written; the size of the file is told by its upload.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if there are more questions than one batch takes
     */
    void requireFitting(int questions) {
        if (questions > MOST_QUESTIONS) {
            String reason = "a batch takes at most " + MOST_QUESTIONS + " questions: there are " + questions
                    + "; hand them in as several batches";
            throw connection.exchange().failures().rejected("create batch", List.of(reason));
        }
    }

    String submit(SpooledData questions, String model) {
        return find(questions.name(), model).orElseGet(() -> create(questions, model));
    }

    private Optional<String> find(String content, String model) {
        try (Stream<WireObject> all = NumberedPages.stream(
                connection, "list batches", WireRequest.get(BATCHES).with("model", model))) {
            return all.filter(batch -> content.equals(batch.object("metadata").text(CONTENT_KEY)))
                    .filter(batch -> model.equals(batch.text("model")))
                    .filter(batch -> !USELESS.contains(batch.text("status", "")))
                    .flatMap(batch -> Optional.ofNullable(batch.text("id")).stream())
                    .findFirst();
        }
    }

    private String create(SpooledData questions, String model) {
        TrainingFile file = files.upload(questions, "batch");
        Call call = Call.create("create batch", null);
        Exchange.Answer answer = connection
                .exchange()
                .send(
                        call,
                        WireRequest.post(
                                BATCHES,
                                Map.of(
                                        "input_files",
                                        List.of(file.id()),
                                        "endpoint",
                                        "/v1/chat/completions",
                                        "model",
                                        model,
                                        "metadata",
                                        Map.of(CONTENT_KEY, questions.name()))));
        String id = answer.body().text("id");
        if (id == null || id.isBlank()) {
            throw connection
                    .exchange()
                    .failures()
                    .ofNonsense(call, 200, answer.requestId(), "the answer names no batch");
        }
        return id;
    }

    Optional<Map<String, BatchAnswer>> answers(String batchId, String model) {
        Call call = Call.read("look at batch", "batch", batchId);
        WireObject batch =
                connection.read(call, () -> WireRequest.get(path(batchId))).body();
        String status = batch.text("status", "");
        if (status.equals("FAILED")) {
            throw connection.exchange().failures().rejected("answer batch", reasons(batch));
        }
        if (!OVER.contains(status)) {
            return Optional.empty();
        }
        Map<String, BatchAnswer> answers = new HashMap<>();
        read(batch.text("error_file"), model, answers);
        read(batch.text("output_file"), model, answers);
        return Optional.of(answers);
    }

    private static List<String> reasons(WireObject batch) {
        List<String> reasons = batch.objects("errors").stream()
                .flatMap(error -> Optional.ofNullable(error.text("message")).stream())
                .toList();
        return reasons.isEmpty() ? List.of("the host refused the batch without a reason") : reasons;
    }

    private void read(@Nullable String fileId, String model, Map<String, BatchAnswer> answers) {
        if (fileId == null) {
            return;
        }
        Call call = Call.read("read batch answers", "file", fileId);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(files.download(fileId), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                WireObject answer = WireObject.parse(line.getBytes(StandardCharsets.UTF_8));
                answers.put(answer.text("custom_id", ""), answer(answer, model));
            }
        } catch (IOException e) {
            throw connection.exchange().failures().ofNonsense(call, 200, null, String.valueOf(e.getMessage()));
        }
    }

    private static BatchAnswer answer(WireObject line, String model) {
        WireObject response = line.object("response");
        Optional<ChatReply> reply =
                MistralCompletions.reply(response.object("body"), model, Duration.ZERO, response.text("request_id"));
        return reply.map(BatchAnswer::of).orElseGet(() -> BatchAnswer.failed(whyNot(line, response)));
    }

    private static String whyNot(WireObject line, WireObject response) {
        Long code = response.integer("status_code");
        String status = code == null ? "no answer" : "HTTP " + code;
        return Stream.of(
                        response.object("body").text("message"),
                        response.object("body").text("detail"),
                        line.object("error").text("message"),
                        line.text("error"))
                .filter(Objects::nonNull)
                .findFirst()
                .map(message -> status + ": " + message)
                .orElse(status);
    }

    /** A batch that is over stays as it is. */
    void cancel(String batchId) {
        Call call = Call.repeatable("cancel batch", "batch", batchId);
        connection.send(call, () -> WireRequest.post(path(batchId) + "/cancel"));
    }

    void delete(String batchId) {
        connection.send(Call.repeatable("delete batch", "batch", batchId), () -> WireRequest.delete(path(batchId)));
    }

    private static String path(String batchId) {
        return BATCHES + "/" + WireRequest.segment(batchId);
    }

    /** One order of fields in every process, for the content's hash is what a batch is found by. */
    private static String line(String key, Map<String, Object> body) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("custom_id", key);
        line.put("body", body);
        return WireObject.of(line).json();
    }

    /** Questions as the lines of a batch file. */
    static SpooledData spool(Map<String, Map<String, Object>> bodies) {
        try {
            return SpooledData.write("batch", out -> {
                for (Map.Entry<String, Map<String, Object>> body : bodies.entrySet()) {
                    out.write(line(body.getKey(), body.getValue()).getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("could not write a temporary file for the batch", e);
        }
    }
}
