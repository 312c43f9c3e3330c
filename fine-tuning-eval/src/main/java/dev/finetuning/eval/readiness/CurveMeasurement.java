package dev.finetuning.eval.readiness;

import dev.finetuning.advice.CurvePoint;
import dev.finetuning.advice.LearningCurve;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.Split;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.example.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Measures how the score grows with the number of examples: trains on growing random shares of the training part,
 * several times with other examples each, and asks every model all test questions. What is not scored at every point
 * is left out of all.
 *
 * <pre>{@code
 * LearningCurve curve = CurveMeasurement.of(split, evaluator).measure(part -> trained(provider, part));
 * }</pre>
 *
 * <p>The local provider trains for nothing, and its curve is a fair first guess of whether more examples help. At a
 * provider that is paid, each of the 13 trainings of the default is a job with its price: train them as {@linkplain
 * dev.finetuning.run.FineTuningRuns runs}, with limits. Immutable.
 */
public final class CurveMeasurement {
    private static final double[] SHARES = {0.25, 0.35, 0.5, 0.7, 1};
    private static final int REPEATS = 3;

    private final Split split;
    private final Evaluator evaluator;
    private final double[] shares;
    private final int repeats;

    private CurveMeasurement(Split split, Evaluator evaluator, double[] shares, int repeats) {
        this.split = split;
        this.evaluator = evaluator;
        this.shares = shares;
        this.repeats = repeats;
    }

    /**
     * A measurement at 0.25, 0.35, 0.5 and 0.7 of the training part, three times each, and at all of it. Smaller shares
     * mislead: where there are only a few examples of each kind, the error does not fall by the law yet.
     *
     * @param evaluator asks and scores; its first metric counts
     */
    public static CurveMeasurement of(Split split, Evaluator evaluator) {
        return new CurveMeasurement(split, evaluator, SHARES, REPEATS);
    }

    /**
     * This at other shares.
     *
     * @param newShares at least three different ones, each above 0 and at most 1
     * @throws IllegalArgumentException if a share is out of range or there are fewer than three
     */
    public CurveMeasurement shares(double... newShares) {
        if (Arrays.stream(newShares).distinct().count() < 3
                || !Arrays.stream(newShares).allMatch(share -> share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "a curve needs at least three shares above 0 and at most 1: " + Arrays.toString(newShares));
        }
        return new CurveMeasurement(split, evaluator, newShares.clone(), repeats);
    }

    /**
     * This with each share below 1 measured so many times.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public CurveMeasurement repeats(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("a share is measured at least once, not " + times + " times");
        }
        return new CurveMeasurement(split, evaluator, shares, times);
    }

    /**
     * Measures. The same split, training and answers give the same curve.
     *
     * @param training trains a model on examples, or makes one otherwise, such as {@code Baselines::nearest}
     * @throws IllegalArgumentException if the training part is too small for three different sizes
     */
    public LearningCurve measure(Function<? super Dataset, ? extends ChatModel> training) {
        List<TestCase> cases = TestCase.from(split.test());
        List<Long> sizes = new ArrayList<>();
        List<Map<String, Double>> scores = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            List<Example> shuffled = new ArrayList<>(split.train().examples());
            Collections.shuffle(shuffled, new Random(repeat));
            for (double share : shares) {
                int size = Math.max(1, (int) Math.round(share * shuffled.size()));
                if (repeat == 0 || size < shuffled.size()) {
                    ChatModel model = training.apply(part(shuffled.subList(0, size)));
                    sizes.add((long) size);
                    scores.add(scores(evaluator.evaluate(cases, model)));
                }
            }
        }
        return curve(sizes, scores);
    }

    private Dataset part(List<Example> examples) {
        DatasetBuilder part = Dataset.builder(split.train().name());
        examples.forEach(part::add);
        return part.build();
    }

    private static Map<String, Double> scores(Evaluation evaluation) {
        Map<String, List<Double>> byCase = new LinkedHashMap<>();
        for (CaseResult result : evaluation.results()) {
            OptionalDouble value =
                    result.score(evaluation.mainMetric()).map(Score::value).orElse(OptionalDouble.empty());
            value.ifPresent(score -> byCase.computeIfAbsent(result.testCase().id(), id -> new ArrayList<>())
                    .add(score));
        }
        Map<String, Double> means = new LinkedHashMap<>();
        byCase.forEach((id, values) -> means.put(
                id, values.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        return means;
    }

    private static LearningCurve curve(List<Long> sizes, List<Map<String, Double>> scores) {
        Set<String> everywhere = new TreeSet<>(scores.get(0).keySet());
        scores.forEach(each -> everywhere.retainAll(each.keySet()));
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            Map<String, Double> each = scores.get(i);
            points.add(new CurvePoint(
                    sizes.get(i),
                    everywhere.stream().map(id -> each.getOrDefault(id, 0.0)).toList()));
        }
        return LearningCurve.of(points);
    }
}
