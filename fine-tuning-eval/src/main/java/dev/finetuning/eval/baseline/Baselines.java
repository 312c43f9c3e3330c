package dev.finetuning.eval.baseline;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.eval.TestCase;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Models that cost little or nothing, which a tuned model must beat to be worth its price. */
public final class Baselines {
    private Baselines() {}

    /**
     * Always gives the most frequent answer of the training examples; of several, the first.
     *
     * @throws IllegalArgumentException if no example has an answer
     */
    public static ChatModel majority(Iterable<? extends Example> training) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, Message> answers = new LinkedHashMap<>();
        for (TestCase example : TestCase.from(training)) {
            example.expected().ifPresent(answer -> {
                counts.merge(answer.text(), 1, Integer::sum);
                answers.putIfAbsent(answer.text(), answer);
            });
        }
        String most = counts.entrySet().stream()
                .max((a, b) -> a.getValue().equals(b.getValue()) ? 1 : Integer.compare(a.getValue(), b.getValue()))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalArgumentException("no example has an answer to choose from"));
        return new MajorityAnswerModel(java.util.Objects.requireNonNull(answers.get(most)));
    }

    /**
     * Gives the answer of the training example that is most similar to the question, by BM25 over the words
     * of the last user message.
     *
     * @throws IllegalArgumentException if no example has an answer
     */
    public static ChatModel nearest(Iterable<? extends Example> training) {
        List<TestCase> examples = withAnswers(training);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("no example has an answer to give");
        }
        return new NearestAnswerModel(new NearestCases(examples), FewShotModel.fingerprint(examples));
    }

    /**
     * The base model with the same {@code k} training examples before every question.
     *
     * @param seed selects the examples
     * @throws IllegalArgumentException if there are fewer than {@code k} examples with an answer
     */
    public static ChatModel fewShot(ChatModel base, Iterable<? extends Example> training, int k, long seed) {
        List<TestCase> shots = new ArrayList<>(withAnswers(training));
        if (k < 1 || shots.size() < k) {
            throw new IllegalArgumentException(
                    k + " examples with an answer are needed, at least 1: there are " + shots.size());
        }
        Collections.shuffle(shots, new Random(seed));
        List<TestCase> chosen = List.copyOf(shots.subList(0, k));
        return FewShotModel.of(
                base, base.id() + " with " + k + " examples", FewShotModel.provider(base, chosen), request -> chosen);
    }

    /**
     * The base model with the {@code k} training examples that are most similar to the question before it,
     * the most similar last, by BM25 over the words of the last user message.
     *
     * @throws IllegalArgumentException if there are fewer than {@code k} examples with an answer
     */
    public static ChatModel nearestShots(ChatModel base, Iterable<? extends Example> training, int k) {
        List<TestCase> shots = withAnswers(training);
        if (k < 1 || shots.size() < k) {
            throw new IllegalArgumentException(
                    k + " examples with an answer are needed, at least 1: there are " + shots.size());
        }
        NearestCases nearest = new NearestCases(shots);
        return FewShotModel.of(
                base,
                base.id() + " with the " + k + " nearest examples",
                FewShotModel.provider(base, shots),
                request -> nearest.to(NearestCases.question(request.messages()), k));
    }

    private static List<TestCase> withAnswers(Iterable<? extends Example> training) {
        return TestCase.from(training).stream()
                .filter(example -> example.expected().isPresent())
                .toList();
    }
}
