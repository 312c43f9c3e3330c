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

/** Turns evaluations and comparisons into score cards for the registry's gates. */
public final class ScoreCards {
    private ScoreCards() {}

    /**
     * The mean of a metric with its interval, and how many cases have no score: questions without an answer, and
     * answers that could not be scored. A promotion policy limits these. The card says which model gave the scores, if
     * one did.
     *
     * @param evaluation the evaluation; the id of its cases becomes the card's source, so that gates
     *     compare only cards of the same cases
     * @throws IllegalArgumentException if the metric is unknown or scored no case
     */
    public static ScoreCard of(Evaluation evaluation, String metric, Instant measuredAt) {
        Aggregate aggregate = evaluation.aggregate(metric);
        Estimate mean = aggregate.mean();
        if (!mean.isPresent()) {
            throw new IllegalArgumentException(
                    metric + " scored no case of " + evaluation.modelId() + "; a score card needs at least one");
        }
        ScoreCard card = ScoreCard.of(metric, mean.value(), Direction.HIGHER_IS_BETTER, mean.n(), measuredAt)
                .withInterval(interval(mean))
                .withAbsent(evaluation.cases() - aggregate.scored())
                .withSource(evaluation.casesId());
        return evaluation.judge(metric).map(card::withJudge).orElse(card);
    }

    /** The card with the metric for each value of a label; values without a scored case are left out. */
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
     * A comparison in the form that gates read.
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

    /** The 95th percentile of latency; cached answers do not count. */
    public static ScoreCard latency(Evaluation evaluation, Instant measuredAt) {
        var latency = evaluation.latencyMillis();
        if (latency.count() == 0) {
            throw new IllegalArgumentException(
                    "every answer of " + evaluation.modelId() + " came from a cache; there is no latency to measure");
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
     * The mean cost of a request, in US dollars.
     *
     * @param prices the prices of tokens, in US dollars
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
