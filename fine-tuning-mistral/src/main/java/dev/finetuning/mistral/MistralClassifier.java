package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Message;
import dev.finetuning.mistral.wire.MistralCompletions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A classifier at Mistral: texts or conversations in, scores for labels out. Asked as a chat model, it
 * answers with the best label, or with a JSON object of the best label of each target where it has several,
 * so that it can be evaluated like any other. Thread-safe.
 */
public final class MistralClassifier implements ChatModel {
    private static final String CLASSIFICATIONS = "/v1/classifications";
    private static final String CHATS = "/v1/chat/classifications";

    private final Connection connection;
    private final String id;

    /**
     * Connects to a classifier; nothing is sent yet.
     *
     * @param id the model's id
     */
    public MistralClassifier(MistralSettings settings, String id) {
        this(Connection.open(settings), id);
    }

    MistralClassifier(Connection connection, String id) {
        this.connection = connection;
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String host() {
        return connection.settings().baseUrl();
    }

    /** Classifies texts. */
    public List<Classification> classify(List<String> texts) {
        return results(send(CLASSIFICATIONS, texts), texts.size());
    }

    /** Classifies conversations. */
    public List<Classification> classifyChats(List<List<Message>> chats) {
        return results(
                send(
                        CHATS,
                        chats.stream()
                                .map(chat -> Map.of("messages", MistralCompletions.messages(chat)))
                                .toList()),
                chats.size());
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        long start = System.nanoTime();
        Exchange.Answer answer =
                send(CHATS, List.of(Map.of("messages", MistralCompletions.messages(request.messages()))));
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        Classification result = results(answer, 1).get(0);
        return new ChatReply(
                Message.assistant(result.answer()),
                ChatReply.STOP,
                Usage.NONE,
                latency,
                answer.body().text("model", id),
                Optional.ofNullable(answer.requestId()));
    }

    private Exchange.Answer send(String path, List<?> inputs) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to classify");
        }
        WireRequest request = WireRequest.post(path, Map.of("model", id, "input", inputs))
                .within(connection.settings().answerTimeout());
        Exchange.Answer answer = connection.exchange().send(call(), request);
        connection.noteDeprecation(id, answer.headers());
        return answer;
    }

    private Call call() {
        return Call.read("classify", "model", id);
    }

    private List<Classification> results(Exchange.Answer answer, int inputs) {
        List<Classification> results = answer.body().objects("results").stream()
                .map(MistralClassifier::result)
                .toList();
        if (results.size() != inputs
                || results.stream().anyMatch(result -> result.scores().isEmpty())) {
            throw connection
                    .exchange()
                    .failures()
                    .ofNonsense(
                            call(),
                            200,
                            answer.requestId(),
                            "the answer holds scores for " + results.size() + " of " + inputs + " inputs");
        }
        return results;
    }

    private static Classification result(WireObject targets) {
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        targets.objects().forEach((target, result) -> {
            Map<String, Double> labels = result.object("scores").numbers();
            if (!labels.isEmpty()) {
                scores.put(target, labels);
            }
        });
        return new Classification(scores);
    }

    @Override
    public String toString() {
        return "MistralClassifier[" + id + " at " + host() + "]";
    }
}
