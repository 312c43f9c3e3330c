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
 * @param rungs the ways, cheapest first
 * @param metric the metric to compare
 */
public record Ladder(List<Rung> rungs, String metric) {
    /**
     * Sorts by cost.
     *
     * @throws IllegalArgumentException if there are no rungs, two have the same name, or one lacks the
     *     metric
     */
    public Ladder {
        rungs = rungs.stream()
                .sorted(Comparator.comparingDouble(Rung::costPerRequest))
                .toList();
        if (rungs.isEmpty() || rungs.stream().map(Rung::name).distinct().count() < rungs.size()) {
            throw new IllegalArgumentException("a ladder needs rungs with different names");
        }
        for (Rung rung : rungs) {
            if (!rung.evaluation().metrics().contains(metric)) {
                throw new IllegalArgumentException(rung.name() + " was not scored by " + metric);
            }
        }
    }

    /** The score of each rung, cheapest first. */
    public Map<String, Estimate> scores() {
        Map<String, Estimate> scores = new LinkedHashMap<>();
        rungs.forEach(rung -> scores.put(rung.name(), score(rung)));
        return scores;
    }

    /**
     * The cheapest rung whose mean reaches the threshold.
     *
     * @param threshold 0..1
     */
    public Optional<Rung> cheapestReaching(double threshold) {
        return rungs.stream()
                .filter(rung -> Thresholds.isReached(score(rung).value(), threshold))
                .findFirst();
    }

    /** The cheapest rung whose whole interval is at or above the threshold. */
    public Optional<Rung> cheapestSurelyReaching(double threshold) {
        return rungs.stream()
                .filter(rung -> Thresholds.isReached(score(rung).low(), threshold))
                .findFirst();
    }

    /** Each rung except the cheapest, compared with the next cheaper one. */
    public Map<String, Comparison> steps(ComparisonSettings settings) {
        Map<String, Comparison> steps = new LinkedHashMap<>();
        for (int i = 1; i < rungs.size(); i++) {
            steps.put(
                    rungs.get(i).name(),
                    Comparison.of(rungs.get(i - 1).evaluation(), rungs.get(i).evaluation(), metric, settings));
        }
        return steps;
    }

    /** The rungs that no other one beats in both score and cost, cheapest first. */
    public List<Rung> worthwhile() {
        return rungs.stream()
                .filter(rung -> rungs.stream().noneMatch(other -> beats(other, rung)))
                .toList();
    }

    private boolean beats(Rung other, Rung rung) {
        double gain = score(other).value() - score(rung).value();
        double saving = rung.costPerRequest() - other.costPerRequest();
        return gain >= 0 && saving >= 0 && (gain > 0 || saving > 0);
    }

    private Estimate score(Rung rung) {
        return rung.evaluation().aggregate(metric).mean();
    }
}
