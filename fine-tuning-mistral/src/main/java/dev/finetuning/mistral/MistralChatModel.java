package dev.finetuning.mistral;

import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.chat.ChatExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.mistral.wire.MistralMessageForm;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A chat model at Mistral, through chat completions. A question is sent once; the type of the exception
 * says whether it can be asked again. A seed is sent as {@code random_seed}. Batches cost half and take up
 * to a day; their answers are available for another day. Thread-safe.
 */
public final class MistralChatModel implements BatchChatModel, AutoCloseable {
    private final Connection connection;
    private final String id;
    private final boolean ownsConnection;
    private final BatchEndpoint batches;
    private final ChatExchange exchange;

    /**
     * Creates a model; nothing is sent yet.
     *
     * @param id the model's id
     */
    public MistralChatModel(MistralSettings settings, String id) {
        this(Connection.open(settings), id, true);
    }

    MistralChatModel(Connection connection, String id, boolean ownsConnection) {
        this.connection = connection;
        this.id = id;
        this.ownsConnection = ownsConnection;
        this.batches = new BatchEndpoint(connection);
        this.exchange = new ChatExchange(connection.exchange(), id, answer -> connection.noteDeprecation(id, answer));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String provider() {
        return connection.settings().baseUrl();
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        return exchange.ask(request, question(request));
    }

    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        return exchange.stream(request, question(request.withOption("stream", true)), parts);
    }

    private ProviderRequest question(ChatRequest request) {
        return ProviderRequest.post("/v1/chat/completions", MistralMessageForm.request(id, request))
                .within(connection.settings().answerTimeout());
    }

    @Override
    public String submit(Map<String, ChatRequest> questions) {
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one question");
        }
        batches.requireFitting(questions.size());
        try (SpooledData spooled = BatchEndpoint.spool(questions)) {
            return batches.submit(spooled, id);
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

    /** Deletes a batch with its answers. */
    public void deleteBatch(String batchId) {
        batches.delete(batchId);
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
        return "MistralChatModel[" + id + " at " + provider() + "]";
    }
}
