package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import java.util.Set;

/** A comparison shows that a metric is not worse than the champion's by more than a margin. */
record NonInferior(String metric, double margin, long minPairs) implements Gate {
    /** So many pairs without an exception rule out one in that many thirds, with 95 % confidence. */
    private static final double RULE_OF_THREE = 3;

    NonInferior {
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a margin is a finite number of at least 0: " + margin);
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
        String gate = metric + " shown to be no worse than the champion by more than " + margin;
        return Evidence.paired(gate, metric, minPairs, candidate, (own, pair) -> {
            double worst = worstGain(own.direction(), pair.interval());
            if (!Direction.HIGHER_IS_BETTER.reaches(worst, -margin)) {
                return GateVerdict.fail(
                        gate, Evidence.measured(pair) + ", so a loss of " + Evidence.figure(-worst) + " is possible");
            }
            return hasNoWidth(pair.interval()) && pair.n() * margin < RULE_OF_THREE
                    ? GateVerdict.fail(gate, Evidence.measured(pair) + ", all of them alike, which takes " + needed())
                    : GateVerdict.pass(gate, Evidence.measured(pair));
        });
    }

    private static double worstGain(Direction direction, Interval interval) {
        return Math.min(direction.gain(interval.low(), 0), direction.gain(interval.high(), 0));
    }

    private static boolean hasNoWidth(Interval interval) {
        return interval.low() == interval.high();
    }

    private String needed() {
        return margin == 0
                ? "cases that differ to tell"
                : (long) Math.ceil(RULE_OF_THREE / margin) + " pairs to rule out a loss of " + margin;
    }
}
