package dev.finetuning.eval.scorer;

import dev.finetuning.chat.ChatModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Combines several scores into one: their weighted mean, their minimum, or whether all of them pass. If a
 * part is absent, so is the combined score, because a mean over the remaining parts would be too high. The
 * values of the parts are in the metadata by name.
 */
public final class CombinedScorer implements Scorer {
    private enum Rule {
        MEAN,
        MINIMUM,
        ALL
    }

    private final String name;
    private final Rule rule;
    private final Map<Scorer, Double> parts;
    private final double threshold;

    private CombinedScorer(String name, Rule rule, Map<Scorer, Double> parts, double threshold) {
        this.name = name;
        this.rule = rule;
        this.parts = new LinkedHashMap<>(parts);
        this.threshold = Thresholds.require(threshold);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(name + ": at least one scorer is needed");
        }
        if (parts.keySet().stream().map(Scorer::name).distinct().count() < parts.size()) {
            throw new IllegalArgumentException(name + ": the scorers' names must differ; see Scorer.named");
        }
    }

    /**
     * The weighted mean of the parts.
     *
     * @param weights the weight of each scorer, above 0
     * @param threshold the lowest mean that passes, 0..1
     * @throws IllegalArgumentException if a weight is not above 0, or two parts have the same name
     */
    public static CombinedScorer weighted(String name, Map<Scorer, Double> weights, double threshold) {
        for (double weight : weights.values()) {
            if (!(weight > 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException(name + ": a weight is above 0: " + weight);
            }
        }
        return new CombinedScorer(name, Rule.MEAN, weights, threshold);
    }

    /**
     * The minimum of the parts.
     *
     * @param threshold the lowest value that passes, 0..1
     * @throws IllegalArgumentException if two parts have the same name
     */
    public static CombinedScorer minimum(String name, List<Scorer> parts, double threshold) {
        return new CombinedScorer(name, Rule.MINIMUM, equally(parts), threshold);
    }

    /**
     * 1 if every part passes, otherwise 0.
     *
     * @throws IllegalArgumentException if two parts have the same name
     */
    public static CombinedScorer allOf(String name, List<Scorer> parts) {
        return new CombinedScorer(name, Rule.ALL, equally(parts), 1);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scorer asking(UnaryOperator<ChatModel> asked) {
        Map<Scorer, Double> asking = new LinkedHashMap<>();
        parts.forEach((part, weight) -> asking.put(part.asking(asked), weight));
        return new CombinedScorer(name, rule, asking, threshold);
    }

    @Override
    public Score score(ScoreInput input) {
        List<Score> scores = new ArrayList<>();
        Map<String, Object> details = new LinkedHashMap<>();
        for (Scorer part : parts.keySet()) {
            Score score = part.score(input);
            if (score.isAbsent()) {
                return Score.absent(name, score.absence().orElseThrow(), part.name() + ": " + score.reason());
            }
            scores.add(score);
            details.put(part.name(), score.value().orElseThrow());
        }
        double value = combined(scores);
        Score whole = Score.of(name, Math.min(1, Math.max(0, value)), threshold);
        Score combined = new Score(name, whole.value(), whole.passed(), "", details);
        String judges = scores.stream()
                .flatMap(score -> score.judge().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
        return judges.isEmpty() ? combined : combined.byJudge(name + " of " + judges);
    }

    private double combined(List<Score> scores) {
        return switch (rule) {
            case ALL -> scores.stream().allMatch(Score::passed) ? 1 : 0;
            case MINIMUM ->
                scores.stream()
                        .mapToDouble(score -> score.value().orElseThrow())
                        .min()
                        .orElseThrow();
            case MEAN -> mean(scores);
        };
    }

    private double mean(List<Score> scores) {
        double sum = 0;
        double total = 0;
        int i = 0;
        for (double weight : parts.values()) {
            sum += weight * scores.get(i++).value().orElseThrow();
            total += weight;
        }
        return sum / total;
    }

    private static Map<Scorer, Double> equally(List<Scorer> parts) {
        Map<Scorer, Double> weights = new LinkedHashMap<>();
        parts.forEach(part -> weights.put(part, 1.0));
        return weights;
    }
}
