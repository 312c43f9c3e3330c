package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.chat.BatchLines;
import dev.finetuning.adapter.chat.ProviderBatches;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.mistral.wire.MistralMessageForm;
import dev.finetuning.training.TrainingFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code /v1/batch/jobs}: handing in once by content, looking, and reading answers from the result files. */
final class BatchEndpoint {
    private static final String BATCHES = "/v1/batch/jobs";
    private static final String CONTENT_KEY = "fine_tuning_content";
    private static final Set<String> ENDING =
            Set.of("SUCCESS", "TIMEOUT_EXCEEDED", "CANCELLED", "CANCELLATION_REQUESTED", "FAILED");
    private static final Set<String> OVER = Set.of("SUCCESS", "TIMEOUT_EXCEEDED", "CANCELLED");
    private static final Set<String> USELESS =
            Set.of("FAILED", "TIMEOUT_EXCEEDED", "CANCELLED", "CANCELLATION_REQUESTED");

    private static final int MAX_QUESTIONS = 100_000;

    private final Connection connection;
    private final FileEndpoint files;
    private final ProviderBatches batches;

    BatchEndpoint(Connection connection) {
        this.connection = connection;
        this.files = new FileEndpoint(connection);
        this.batches = new ProviderBatches(connection.exchange(), BATCHES, ENDING);
    }

    /**
     * Checks the number of questions before anything is written; the upload checks the file's size.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if there are more questions than one batch takes
     */
    void requireFitting(int questions) {
        if (questions > MAX_QUESTIONS) {
            String reason = "a batch takes at most " + MAX_QUESTIONS + " questions: there are " + questions
                    + "; submit them as several batches";
            throw connection.exchange().failures().rejected("create batch", List.of(reason));
        }
    }

    String submit(SpooledData questions, String model) {
        return find(questions.name(), model).orElseGet(() -> create(questions, model));
    }

    private Optional<String> find(String content, String model) {
        try (Stream<WireObject> all =
                connection.pages("list batches", ProviderRequest.get(BATCHES).with("model", model))) {
            return all.filter(batch -> batch.object("metadata")
                            .text(CONTENT_KEY)
                            .filter(content::equals)
                            .isPresent())
                    .filter(batch -> batch.text("model").filter(model::equals).isPresent())
                    .filter(batch -> !USELESS.contains(batch.text("status", "")))
                    .flatMap(batch -> batch.id().stream())
                    .findFirst();
        }
    }

    private String create(SpooledData questions, String model) {
        TrainingFile file = files.upload(questions, "batch");
        Call call = Call.create("create batch", Optional.empty());
        ProviderResponse answer = connection
                .exchange()
                .send(
                        call,
                        () -> ProviderRequest.post(
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
        return answer.body()
                .id()
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the answer names no batch"));
    }

    Optional<Map<String, BatchAnswer>> answers(String batchId, String model) {
        WireObject batch = batches.look(batchId);
        String status = batch.text("status", "");
        if (status.equals("FAILED")) {
            throw connection.exchange().failures().rejected("answer batch", reasons(batch));
        }
        if (!OVER.contains(status)) {
            return Optional.empty();
        }
        Map<String, BatchAnswer> answers = new HashMap<>();
        batch.text("error_file").ifPresent(file -> read(file, model, answers));
        batch.text("output_file").ifPresent(file -> read(file, model, answers));
        return Optional.of(answers);
    }

    private static List<String> reasons(WireObject batch) {
        List<String> reasons = batch.objects("errors").stream()
                .flatMap(error -> error.text("message").stream())
                .toList();
        return reasons.isEmpty() ? List.of("the provider refused the batch without a reason") : reasons;
    }

    private void read(String fileId, String model, Map<String, BatchAnswer> answers) {
        batches.read(fileId, files::download, model, answers);
    }

    /** Cancels a batch; one that is over, or on its way there, stays as it is. */
    void cancel(String batchId) {
        batches.cancel(batchId);
    }

    void delete(String batchId) {
        connection
                .exchange()
                .send(
                        Call.repeatable("delete batch", "batch", batchId),
                        () -> ProviderRequest.delete(batches.path(batchId)));
    }

    /** Questions as the lines of a batch file, in one order: a batch is found by its content's hash. */
    static SpooledData spool(Map<String, ChatRequest> questions) {
        List<Map<String, Object>> lines = new ArrayList<>();
        new TreeMap<>(questions).forEach((key, question) -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("custom_id", key);
            line.put("body", MistralMessageForm.request(question));
            lines.add(line);
        });
        return BatchLines.spool(lines);
    }
}
