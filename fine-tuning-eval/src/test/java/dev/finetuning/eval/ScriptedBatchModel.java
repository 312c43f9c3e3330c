package dev.finetuning.eval;

import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A provider with a batch API, which outlives the evaluations that use it: the same questions handed in
 * twice are one batch, every question of a new batch is paid for, answers come at the third look.
 */
final class ScriptedBatchModel implements BatchChatModel {
    private static final int LOOKS = 3;

    private final Function<String, BatchAnswer> script;
    private final Map<String, Map<String, ChatRequest>> batches = new LinkedHashMap<>();
    private final Map<String, Integer> looks = new HashMap<>();
    private final Map<String, Integer> paid = new HashMap<>();
    private final Deque<RuntimeException> submitFailures = new ArrayDeque<>();
    private final Deque<RuntimeException> lookFailures = new ArrayDeque<>();

    ScriptedBatchModel(Function<String, BatchAnswer> script) {
        this.script = script;
    }

    /** Knows every numbered question. */
    static ScriptedBatchModel knowing() {
        return new ScriptedBatchModel(question -> answer(Cases.answer(question)));
    }

    static BatchAnswer answer(String text) {
        return BatchAnswer.of(ChatReply.of("m", text, Usage.of(600, 400), Duration.ZERO));
    }

    /** The batch is created, and then this is thrown. */
    ScriptedBatchModel failAfterSubmit(RuntimeException failure) {
        submitFailures.add(failure);
        return this;
    }

    ScriptedBatchModel failNextLook(RuntimeException failure) {
        lookFailures.add(failure);
        return this;
    }

    /** How many questions were paid for, in all. */
    int paid() {
        return paid.values().stream().mapToInt(times -> times).sum();
    }

    int batches() {
        return batches.size();
    }

    void forget() {
        looks.clear();
        batches.clear();
    }

    @Override
    public String id() {
        return "m";
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        throw new AssertionError("asked one by one");
    }

    @Override
    public String submit(Map<String, ChatRequest> questions) {
        String id = batches.entrySet().stream()
                .filter(batch -> batch.getValue().equals(questions))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> create(questions));
        RuntimeException failure = submitFailures.poll();
        if (failure != null) {
            throw failure;
        }
        return id;
    }

    private String create(Map<String, ChatRequest> questions) {
        String id = "batch-" + batches.size();
        batches.put(id, Map.copyOf(questions));
        questions.keySet().forEach(key -> paid.merge(key, 1, Integer::sum));
        return id;
    }

    @Override
    public Optional<Map<String, BatchAnswer>> answers(String batchId) {
        RuntimeException failure = lookFailures.poll();
        if (failure != null) {
            throw failure;
        }
        Map<String, ChatRequest> batch = batches.get(batchId);
        if (batch == null) {
            throw new NotFoundException(Incident.of("scripted", "look"), "batch", batchId, null);
        }
        if (looks.merge(batchId, 1, Integer::sum) < LOOKS) {
            return Optional.empty();
        }
        Map<String, BatchAnswer> answers = new HashMap<>();
        batch.forEach((key, request) -> {
            BatchAnswer answer = script.apply(request.messages().get(0).text());
            if (answer != null) {
                answers.put(key, answer);
            }
        });
        return Optional.of(answers);
    }

    @Override
    public void cancelBatch(String batchId) {}
}
