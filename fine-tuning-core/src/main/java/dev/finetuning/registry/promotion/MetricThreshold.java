package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ScoreCard;
import java.util.Set;

/** A metric reaches a threshold, measured on enough cases. */
record MetricThreshold(String metric, Direction way, double threshold, long minCases) implements Gate {
    static Gate atLeast(String metric, double threshold, long minCases) {
        return new MetricThreshold(
                metric, Direction.HIGHER_IS_BETTER, Evidence.finite("a threshold", threshold), minCases);
    }

    static Gate atMost(String metric, double threshold) {
        return new MetricThreshold(metric, Direction.LOWER_IS_BETTER, Evidence.finite("a threshold", threshold), 0);
    }

    @Override
    public Set<String> metrics() {
        return Set.of(metric);
    }

    @Override
    public GateVerdict judge(Candidate candidate) {
        String gate = metric
                + (way == Direction.HIGHER_IS_BETTER ? " >= " : " <= ")
                + threshold
                + (minCases > 0 ? " from at least " + minCases + " ratings" : "");
        return candidate
                .version()
                .score(metric)
                .map(card -> GateVerdict.of(gate, passes(card), Evidence.measured(card)))
                .orElseGet(() -> Evidence.missing(gate, candidate.version(), metric));
    }

    private boolean passes(ScoreCard card) {
        return way.reaches(card.value(), threshold) && card.n() >= minCases;
    }
}
