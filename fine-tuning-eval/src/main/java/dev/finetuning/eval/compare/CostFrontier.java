package dev.finetuning.eval.compare;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.scorer.Thresholds;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several ways to answer one test set, ordered by cost: which of them reaches a threshold for the least
 * money, and whether each step up is worth it. Immutable.
 *
 * @param options the ways, cheapest first
 * @param metric the metric to compare
 */
public record CostFrontier(List<PricedEvaluation> options, String metric) {
    /**
     * Sorts by cost.
     *
     * @throws IllegalArgumentException if there are no options, two have the same name, or one lacks the
     *     metric
     */
    public CostFrontier {
        options = options.stream()
                .sorted(Comparator.comparingDouble(PricedEvaluation::costPerRequest))
                .toList();
        if (options.isEmpty()
                || options.stream().map(PricedEvaluation::name).distinct().count() < options.size()) {
            throw new IllegalArgumentException("a frontier needs options with different names");
        }
        for (PricedEvaluation option : options) {
            if (!option.evaluation().metrics().contains(metric)) {
                throw new IllegalArgumentException(option.name() + " was not scored by " + metric);
            }
        }
    }

    /** The score of each option, cheapest first. */
    public Map<String, Estimate> scores() {
        Map<String, Estimate> scores = new LinkedHashMap<>();
        options.forEach(option -> scores.put(option.name(), score(option)));
        return scores;
    }

    /**
     * The cheapest option whose mean reaches the threshold.
     *
     * @param threshold 0..1
     */
    public Optional<PricedEvaluation> cheapestReaching(double threshold) {
        return options.stream()
                .filter(option -> Thresholds.isReached(score(option).value(), threshold))
                .findFirst();
    }

    /** The cheapest option whose whole interval is at or above the threshold. */
    public Optional<PricedEvaluation> cheapestSurelyReaching(double threshold) {
        return options.stream()
                .filter(option -> Thresholds.isReached(score(option).low(), threshold))
                .findFirst();
    }

    /** Each option except the cheapest, compared with the next cheaper one. */
    public Map<String, Comparison> steps(ComparisonSettings settings) {
        Map<String, Comparison> steps = new LinkedHashMap<>();
        for (int i = 1; i < options.size(); i++) {
            steps.put(
                    options.get(i).name(),
                    Comparison.of(
                            options.get(i - 1).evaluation(), options.get(i).evaluation(), metric, settings));
        }
        return steps;
    }

    /** The options that no other one beats in both score and cost, cheapest first. */
    public List<PricedEvaluation> efficient() {
        return options.stream()
                .filter(option -> options.stream().noneMatch(other -> beats(other, option)))
                .toList();
    }

    private boolean beats(PricedEvaluation other, PricedEvaluation option) {
        double gain = score(other).value() - score(option).value();
        double saving = option.costPerRequest() - other.costPerRequest();
        return gain >= 0 && saving >= 0 && (gain > 0 || saving > 0);
    }

    private Estimate score(PricedEvaluation option) {
        return option.evaluation().aggregate(metric).mean();
    }
}
