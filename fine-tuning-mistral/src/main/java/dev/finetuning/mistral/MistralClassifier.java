package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.chat.QuestionLimit;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Message;
import dev.finetuning.mistral.wire.MistralMessageForm;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier at Mistral: texts or conversations enter, scores for labels leave. As a chat model, it
 * answers with the best label, or with several targets a JSON object with the best label of each, so that
 * it can be evaluated like any other model. Thread-safe.
 */
public final class MistralClassifier implements ChatModel, AutoCloseable {
    private static final String CLASSIFICATIONS = "/v1/classifications";
    private static final String CHATS = "/v1/chat/classifications";

    private final Connection connection;
    private final String id;
    private final boolean ownsConnection;

    /**
     * Creates a classifier; nothing is sent yet.
     *
     * @param id the model's id
     */
    public MistralClassifier(MistralSettings settings, String id) {
        this(Connection.open(settings), id, true);
    }

    MistralClassifier(Connection connection, String id, boolean ownsConnection) {
        this.connection = connection;
        this.id = id;
        this.ownsConnection = ownsConnection;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String provider() {
        return connection.settings().baseUrl();
    }

    /** Classifies texts. */
    public List<ClassifierScores> classify(List<String> texts) {
        return results(send(form(CLASSIFICATIONS, texts)), texts.size());
    }

    /** Classifies conversations. */
    public List<ClassifierScores> classifyChats(List<List<Message>> chats) {
        return results(
                send(form(
                        CHATS,
                        chats.stream()
                                .map(chat -> Map.of("messages", MistralMessageForm.questions(chat)))
                                .toList())),
                chats.size());
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        Deadline deadline = Deadline.of(request, provider(), id);
        ProviderRequest form =
                form(CHATS, List.of(Map.of("messages", MistralMessageForm.questions(request.messages()))));
        ProviderResponse answer;
        try {
            answer = send(QuestionLimit.on(deadline, form));
        } catch (RetryLaterException e) {
            throw QuestionLimit.failure(deadline, e);
        }
        Duration latency = deadline.elapsed();
        ClassifierScores result = results(answer, 1).get(0);
        return new ChatReply(
                Message.assistant(result.answer()),
                ChatReply.STOP,
                Usage.NONE,
                latency,
                answer.body().text("model", id),
                answer.requestId());
    }

    private ProviderRequest form(String path, List<?> inputs) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to classify");
        }
        return ProviderRequest.post(path, Map.of("model", id, "input", inputs))
                .within(connection.settings().answerTimeout());
    }

    private ProviderResponse send(ProviderRequest request) {
        ProviderResponse answer = connection.exchange().send(call(), () -> request);
        connection.noteDeprecation(id, answer);
        return answer;
    }

    private Call call() {
        return Call.read("classify", "model", id);
    }

    private List<ClassifierScores> results(ProviderResponse answer, int inputs) {
        List<ClassifierScores> results = answer.body().objects("results").stream()
                .map(MistralClassifier::result)
                .toList();
        if (results.size() != inputs
                || results.stream().anyMatch(result -> result.scores().isEmpty())) {
            String what = "the answer has scores for " + results.size() + " of " + inputs + " inputs";
            throw connection.exchange().nonsense(call(), answer, what);
        }
        return results;
    }

    private static ClassifierScores result(WireObject targets) {
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        targets.objects().forEach((target, result) -> {
            Map<String, Double> labels = result.object("scores").numbers();
            if (!labels.isEmpty()) {
                scores.put(target, labels);
            }
        });
        return new ClassifierScores(scores);
    }

    /** Ends calls in progress if this classifier has its own connection; later calls fail. */
    @Override
    public void close() {
        if (ownsConnection) {
            connection.close();
        }
    }

    @Override
    public String toString() {
        return "MistralClassifier[" + id + " at " + provider() + "]";
    }
}
