package dev.finetuning.openai;

import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.chat.ChatExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openai.wire.OpenAiMessageForm;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A chat model at OpenAI or a provider with OpenAI's API, through chat completions. A question is sent once;
 * the type of the exception says whether it can be asked again. Batches cost about half and take up to a
 * day. Thread-safe.
 */
public final class OpenAiChatModel implements BatchChatModel, AutoCloseable {
    private static final String STREAM_OPTIONS = "stream_options";

    private final Connection connection;
    private final String id;
    private final boolean ownsConnection;
    private final BatchEndpoint batches;
    private final ChatExchange exchange;

    /**
     * Connects to a model. Close it to release the connection.
     *
     * @param id the model's id, or for Azure its deployment's name
     */
    public OpenAiChatModel(OpenAiSettings settings, String id) {
        this(Connection.open(settings), id, true);
    }

    OpenAiChatModel(Connection connection, String id, boolean ownsConnection) {
        this.connection = connection;
        this.id = id;
        this.ownsConnection = ownsConnection;
        this.batches = new BatchEndpoint(connection);
        this.exchange = new ChatExchange(connection.exchange(), id, answer -> {});
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String provider() {
        return connection.settings().endpoint().baseUrl();
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        return exchange.ask(request, question(request));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Asks the host to tell the usage too, by {@code stream_options}; an option of that name in the request
     * takes its place.
     */
    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        ChatRequest streamed = request.withOption("stream", true);
        return exchange.stream(
                request,
                question(
                        request.options().containsKey(STREAM_OPTIONS)
                                ? streamed
                                : streamed.withOption(STREAM_OPTIONS, Map.of("include_usage", true))),
                parts);
    }

    private ProviderRequest question(ChatRequest request) {
        return ProviderRequest.post("/chat/completions", OpenAiMessageForm.request(id, request, connection.profile()))
                .within(connection.settings().limits().answerTimeout());
    }

    @Override
    public String submit(Map<String, ChatRequest> questions) {
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one question");
        }
        batches.requireFitting(questions.size());
        try (SpooledData spooled = BatchEndpoint.spool(questions, id, connection.profile())) {
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

    /** Ends calls in progress if this model has its own connection; later calls fail. */
    @Override
    public void close() {
        if (ownsConnection) {
            connection.close();
        }
    }

    @Override
    public String toString() {
        return "OpenAiChatModel[" + id + " at " + provider() + "]";
    }
}
