package dev.finetuning.eval.compare;

import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns evaluations and comparisons into the score cards that the registry's gates read. */
public final class ScoreCards {
    private ScoreCards() {}

    /**
     * The mean of a metric with its interval.
     *
     * @param evaluation what was measured; the id of its cases becomes the card's source, so that gates only compare
     *     like with like
     * @throws IllegalArgumentException if the metric is unknown or scored no case
     */
    public static ScoreCard of(Evaluation evaluation, String metric, Instant measuredAt) {
        Aggregate aggregate = evaluation.aggregate(metric);
        Estimate mean = aggregate.mean();
        if (!mean.isPresent()) {
            throw new IllegalArgumentException(
                    metric + " scored no case of " + evaluation.modelId() + "; a score card needs at least one");
        }
        return ScoreCard.of(metric, mean.value(), Direction.HIGHER_IS_BETTER, mean.n(), measuredAt)
                .withInterval(interval(mean))
                .withSource(evaluation.casesId());
    }

    /**
     * The share of cases that a metric could not score, for a gate that limits it: questions without an answer, and
     * answers that could not be judged.
     *
     * @throws IllegalArgumentException if the metric is unknown
     */
    public static ScoreCard unscored(Evaluation evaluation, String metric, Instant measuredAt) {
        long cases = evaluation.cases();
        Estimate share =
                Estimate.share((double) (cases - evaluation.aggregate(metric).scored()), cases);
        return ScoreCard.of(metric + ".unscored", share.value(), Direction.LOWER_IS_BETTER, cases, measuredAt)
                .withInterval(interval(share))
                .withSource(evaluation.casesId());
    }

    /** The same card with the metric on each value of a label; a value without a scored case is left out. */
    public static ScoreCard withSlices(ScoreCard card, Evaluation evaluation, String label) {
        Map<String, ScoreCard.Slice> slices = new LinkedHashMap<>(card.slices());
        evaluation.by(label).forEach((value, part) -> {
            Estimate mean = part.aggregate(card.metric()).mean();
            if (mean.isPresent()) {
                slices.put(label + "=" + value, new ScoreCard.Slice(mean.value(), mean.n()));
            }
        });
        return card.withSlices(slices);
    }

    /**
     * What a comparison says, for a gate.
     *
     * @param against the registry's id of the version that was the baseline
     */
    public static PairedComparison comparison(Comparison comparison, String against) {
        Estimate difference = comparison.difference();
        return new PairedComparison(
                against,
                difference.value(),
                interval(difference),
                comparison.pValue(),
                comparison.cases().size(),
                comparison.test());
    }

    /** 95th percentile of latency; cached answers do not count. */
    public static ScoreCard latency(Evaluation evaluation, Instant measuredAt) {
        var latency = evaluation.latencyMillis();
        if (latency.count() == 0) {
            throw new IllegalArgumentException("every answer of " + evaluation.modelId()
                    + " was taken over from a cache; there is no latency to measure");
        }
        return ScoreCard.of(
                        ScoreCard.LATENCY_P95,
                        latency.percentile(95),
                        Direction.LOWER_IS_BETTER,
                        latency.count(),
                        measuredAt)
                .withSource(evaluation.casesId());
    }

    /**
     * Mean cost of a request, in US dollars.
     *
     * @param prices what tokens cost, in US dollars
     * @throws IllegalArgumentException if the model's price is unknown, or nothing was answered
     */
    public static ScoreCard cost(Evaluation evaluation, PriceList prices, Instant measuredAt) {
        Collection<CaseExpense> expenses =
                CaseExpense.byCase(evaluation, prices).values();
        if (expenses.isEmpty()) {
            throw new IllegalArgumentException("no question was answered by " + evaluation.modelId());
        }
        double mean =
                expenses.stream().mapToDouble(CaseExpense::dollars).average().orElseThrow();
        return ScoreCard.of(ScoreCard.COST_PER_REQUEST, mean, Direction.LOWER_IS_BETTER, expenses.size(), measuredAt)
                .withSource(evaluation.casesId());
    }

    private static Interval interval(Estimate estimate) {
        return new Interval(estimate.low(), estimate.high(), estimate.level());
    }
}
