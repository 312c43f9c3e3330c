package dev.finetuning.registry.promotion;

import java.util.Set;

/** A comparison shows that a metric is better than the champion's. */
record SignificantGain(String metric, double alpha, long minPairs) implements Gate {
    SignificantGain {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is within (0, 1): " + alpha);
        }
        if (minPairs < 1) {
            throw new IllegalArgumentException("the minimum number of pairs is at least 1: " + minPairs);
        }
    }

    @Override
    public Set<String> metrics() {
        return Set.of(metric);
    }

    @Override
    public GateVerdict judge(Candidate candidate) {
        String gate = metric + " significantly better than the champion, alpha " + alpha;
        return Evidence.paired(
                gate,
                metric,
                minPairs,
                candidate,
                (own, pair) -> GateVerdict.of(
                        gate,
                        own.direction().gain(pair.difference(), 0) > 0 && pair.pValue() < alpha,
                        Evidence.measured(pair)));
    }
}
