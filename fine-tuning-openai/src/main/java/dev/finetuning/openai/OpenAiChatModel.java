package dev.finetuning.openai;

import com.openai.core.JsonMissing;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openai.wire.OpenAiCompletions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model of an OpenAI-shaped host, asked through chat completions. A question is sent once: what can be
 * asked again is told by the failure. Batches cost about half and take up to a day. Thread-safe.
 */
public final class OpenAiChatModel implements BatchChatModel, AutoCloseable {
    private final Connection connection;
    private final String id;
    private final boolean ownsConnection;
    private final BatchEndpoint batches;

    /**
     * Connects to a model; {@link #close} ends the connection.
     *
     * @param id the model's id, or at Azure its deployment's name
     */
    public OpenAiChatModel(OpenAiSettings settings, String id) {
        this(Connection.open(settings), id, true);
    }

    OpenAiChatModel(Connection connection, String id, boolean ownsConnection) {
        this.connection = connection;
        this.id = id;
        this.ownsConnection = ownsConnection;
        this.batches = new BatchEndpoint(connection);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String host() {
        return connection.settings().host().baseUrl();
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        Call call = Call.read("ask model", "model", id);
        ChatCompletionCreateParams params = params(OpenAiCompletions.fields(id, request, connection.profile()));
        long start = System.nanoTime();
        Exchange.Answer answer = connection
                .exchange()
                .send(
                        call,
                        () -> connection
                                .client()
                                .withRawResponse()
                                .chat()
                                .completions()
                                .create(
                                        params,
                                        Connection.within(
                                                connection.settings().limits().answerTimeout())));
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        return OpenAiCompletions.reply(answer.body(), id, latency, answer.requestId())
                .orElseThrow(() -> connection
                        .exchange()
                        .failures()
                        .ofNonsense(call, 200, answer.requestId(), "the completion holds no message"));
    }

    @Override
    public String submit(Map<String, ChatRequest> questions) {
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one question");
        }
        batches.requireFitting(questions.size());
        Map<String, Map<String, Object>> bodies = new TreeMap<>();
        questions.forEach(
                (key, question) -> bodies.put(key, OpenAiCompletions.fields(id, question, connection.profile())));
        try (SpooledData spooled = BatchEndpoint.spool(bodies)) {
            return batches.submit(spooled);
        }
    }

    @Override
    public Optional<Map<String, BatchAnswer>> answers(String batchId) {
        return batches.answers(batchId, id);
    }

    @Override
    public void cancelBatch(String batchId) {
        batches.cancel(batchId);
    }

    /** The whole body goes out as it is; the typed fields the vendor requires are left missing. */
    @SuppressWarnings("unchecked")
    private static ChatCompletionCreateParams params(Map<String, Object> fields) {
        ChatCompletionCreateParams.Builder params =
                ChatCompletionCreateParams.builder().model(JsonMissing.of()).messages(JsonMissing.of());
        fields.forEach((name, value) -> params.putAdditionalBodyProperty(name, JsonValue.from(value)));
        return params.build();
    }

    /** Ends the connection, if this model opened it itself. */
    @Override
    public void close() {
        if (ownsConnection) {
            connection.close();
        }
    }

    @Override
    public String toString() {
        return "OpenAiChatModel[" + id + " at " + host() + "]";
    }
}
