package dev.finetuning.openai;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.chat.BatchLines;
import dev.finetuning.adapter.chat.ProviderBatches;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openai.wire.OpenAiMessageForm;
import dev.finetuning.openai.wire.ProviderProfile;
import dev.finetuning.provider.RequestRejectedException;
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

/** {@code /batches}: handing in once by content, looking, and reading answers from the result files. */
final class BatchEndpoint {
    private static final String BATCHES = "/batches";
    private static final String CHAT = "/v1/chat/completions";
    private static final String CONTENT_KEY = "fine_tuning_content";
    private static final Set<String> ENDING = Set.of("completed", "expired", "cancelled", "cancelling", "failed");
    private static final Set<String> OVER = Set.of("completed", "expired", "cancelled");
    private static final Set<String> USELESS = Set.of("failed", "expired", "cancelled", "cancelling");

    private static final int MAX_QUESTIONS = 50_000;
    private static final long LARGEST_FILE = 200_000_000;

    private final Connection connection;
    private final FileEndpoint files;
    private final ProviderBatches batches;

    BatchEndpoint(Connection connection) {
        this.connection = connection;
        this.files = new FileEndpoint(connection);
        this.batches = new ProviderBatches(connection.exchange(), BATCHES, ENDING);
    }

    /**
     * Checks the number of questions before anything is written.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if there are more questions than one batch takes
     */
    void requireFitting(int questions) {
        if (questions > MAX_QUESTIONS) {
            throw tooMuch(MAX_QUESTIONS + " questions: there are " + questions);
        }
    }

    private RequestRejectedException tooMuch(String what) {
        String reason = "a batch takes at most " + what + "; submit them as several batches";
        return connection.exchange().failures().rejected("create batch", List.of(reason));
    }

    String submit(SpooledData questions) {
        if (questions.bytes() > LARGEST_FILE) {
            throw tooMuch(LARGEST_FILE + " bytes of questions: there are " + questions.bytes());
        }
        return find(questions.name()).orElseGet(() -> create(questions));
    }

    private Optional<String> find(String content) {
        try (Stream<WireObject> all = connection.pages(Call.read("list batches"), ProviderRequest.get(BATCHES))) {
            return all.filter(batch -> batch.object("metadata")
                            .text(CONTENT_KEY)
                            .filter(content::equals)
                            .isPresent())
                    .filter(batch -> !USELESS.contains(batch.text("status", "")))
                    .flatMap(batch -> batch.id().stream())
                    .findFirst();
        }
    }

    private String create(SpooledData questions) {
        TrainingFile file = files.upload(questions, "batch");
        Map<String, Object> body = Map.of(
                "input_file_id",
                file.id(),
                "endpoint",
                CHAT,
                "completion_window",
                "24h",
                "metadata",
                Map.of(CONTENT_KEY, questions.name()));
        Call call = Call.create("create batch", Optional.empty());
        ProviderResponse answer = connection.exchange().send(call, () -> ProviderRequest.post(BATCHES, body));
        return answer.body()
                .id()
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the answer names no batch"));
    }

    Optional<Map<String, BatchAnswer>> answers(String batchId, String model) {
        WireObject batch = batches.look(batchId);
        String status = batch.text("status", "");
        if (status.equals("failed")) {
            throw connection.exchange().failures().rejected("answer batch", reasons(batch));
        }
        if (!OVER.contains(status)) {
            return Optional.empty();
        }
        Map<String, BatchAnswer> answers = new HashMap<>();
        batch.text("error_file_id").ifPresent(file -> read(file, model, answers));
        batch.text("output_file_id").ifPresent(file -> read(file, model, answers));
        return Optional.of(answers);
    }

    private static List<String> reasons(WireObject batch) {
        List<String> reasons = batch.object("errors").objects("data").stream()
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

    /** Questions as the lines of a batch file, in one order: a batch is found by its content's hash. */
    static SpooledData spool(Map<String, ChatRequest> questions, String model, ProviderProfile profile) {
        List<Map<String, Object>> lines = new ArrayList<>();
        new TreeMap<>(questions).forEach((key, question) -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("custom_id", key);
            line.put("method", "POST");
            line.put("url", CHAT);
            line.put("body", OpenAiMessageForm.request(model, question, profile));
            lines.add(line);
        });
        return BatchLines.spool(lines);
    }
}
