package dev.finetuning.openai;

import com.openai.core.JsonValue;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchListParams;
import com.openai.services.blocking.BatchService;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Pages;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.openai.wire.OpenAiCompletions;
import dev.finetuning.provider.RequestRejectedException;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /batches}: handing in once by content, looking, and reading answers from the result files. */
final class BatchEndpoint {
    private static final String CONTENT_KEY = "fine_tuning_content";
    private static final Set<String> OVER = Set.of("completed", "expired", "cancelled");
    private static final Set<String> USELESS = Set.of("failed", "expired", "cancelled", "cancelling");

    private static final int MOST_QUESTIONS = 50_000;
    private static final long LARGEST_FILE = 200_000_000;

    private final Connection connection;
    private final BatchService.WithRawResponse batches;
    private final FileEndpoint files;

    BatchEndpoint(Connection connection) {
        this.connection = connection;
        this.batches = connection.client().withRawResponse().batches();
        this.files = new FileEndpoint(connection);
    }

    /**
     * Tells before anything is written.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if there are more questions than one batch takes
     */
    void requireFitting(int questions) {
        if (questions > MOST_QUESTIONS) {
            throw tooMuch(MOST_QUESTIONS + " questions: there are " + questions);
        }
    }

    private RequestRejectedException tooMuch(String what) {
        String reason = "a batch takes at most " + what + "; hand them in as several batches";
        return connection.exchange().failures().rejected("create batch", List.of(reason));
    }

    String submit(SpooledData questions) {
        if (questions.bytes() > LARGEST_FILE) {
            throw tooMuch(LARGEST_FILE + " bytes of questions: there are " + questions.bytes());
        }
        return find(questions.name()).orElseGet(() -> create(questions));
    }

    private Optional<String> find(String content) {
        try (Stream<WireObject> all = CursorPages.stream(this::page)) {
            return all.filter(batch -> content.equals(batch.object("metadata").text(CONTENT_KEY)))
                    .filter(batch -> !USELESS.contains(batch.text("status", "")))
                    .map(batch -> batch.text("id", ""))
                    .findFirst();
        }
    }

    private WireObject page(Optional<String> cursor) {
        BatchListParams.Builder params = BatchListParams.builder().limit(Pages.PAGE_SIZE);
        cursor.ifPresent(params::after);
        return connection
                .exchange()
                .read(Call.read("list batches"), () -> batches.list(params.build()))
                .body();
    }

    private String create(SpooledData questions) {
        TrainingFile file = files.sendWhole("batch", questions.file(), questions.name(), questions.bytes());
        BatchCreateParams params = BatchCreateParams.builder()
                .inputFileId(file.id())
                .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                .completionWindow(BatchCreateParams.CompletionWindow._24H)
                .metadata(BatchCreateParams.Metadata.builder()
                        .putAdditionalProperty(CONTENT_KEY, JsonValue.from(questions.name()))
                        .build())
                .build();
        Call call = Call.create("create batch", null);
        Exchange.Answer answer = connection.exchange().send(call, () -> batches.create(params));
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
        WireObject batch = connection
                .exchange()
                .read(call, () -> batches.retrieve(batchId))
                .body();
        String status = batch.text("status", "");
        if (status.equals("failed")) {
            throw connection.exchange().failures().rejected("answer batch", List.of(reasonOf(batch)));
        }
        if (!OVER.contains(status)) {
            return Optional.empty();
        }
        Map<String, BatchAnswer> answers = new HashMap<>();
        read(batch.text("error_file_id"), model, answers);
        read(batch.text("output_file_id"), model, answers);
        return Optional.of(answers);
    }

    private static String reasonOf(WireObject batch) {
        return batch.object("errors").objects("data").stream()
                .map(error -> error.text("message", ""))
                .findFirst()
                .orElse("the host refused the batch without a reason");
    }

    private void read(@Nullable String fileId, String model, Map<String, BatchAnswer> answers) {
        if (fileId == null) {
            return;
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(files.download(fileId), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                WireObject answer = WireObject.parse(line.getBytes(StandardCharsets.UTF_8));
                answers.put(answer.text("custom_id", ""), answer(answer, model));
            }
        } catch (IOException e) {
            throw connection.exchange().failures().ofConnection(Call.read("read batch answers"), e);
        }
    }

    private static BatchAnswer answer(WireObject line, String model) {
        WireObject response = line.object("response");
        Optional<ChatReply> reply =
                OpenAiCompletions.reply(response.object("body"), model, Duration.ZERO, response.text("request_id"));
        return reply.map(BatchAnswer::of)
                .orElseGet(() -> isRefusal(response.integer("status_code"))
                        ? BatchAnswer.refused(whyNot(line, response))
                        : BatchAnswer.failed(whyNot(line, response)));
    }

    private static boolean isRefusal(@Nullable Long status) {
        return status != null
                && status >= 400
                && status < 500
                && !Set.of(408L, 409L, 429L).contains(status);
    }

    private static String whyNot(WireObject line, WireObject response) {
        String status = "HTTP " + response.integer("status_code");
        String message = response.object("body").object("error").text("message");
        return message == null ? line.object("error").text("message", status) : status + ": " + message;
    }

    void cancel(String batchId) {
        connection.exchange().send(Call.repeatable("cancel batch", "batch", batchId), () -> batches.cancel(batchId));
    }

    /** One order of fields in every process, for the content's hash is what a batch is found by. */
    private static String line(String key, Map<String, Object> body) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("custom_id", key);
        line.put("method", "POST");
        line.put("url", "/v1/chat/completions");
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
