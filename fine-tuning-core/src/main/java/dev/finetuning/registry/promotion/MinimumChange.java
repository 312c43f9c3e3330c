package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ScoreCard;
import java.math.BigDecimal;
import java.util.Set;

/** A metric is better than the champion's by at least so much, or by such a share of it. */
record MinimumChange(String metric, double change, boolean relative) implements Gate {
    static Gate absolute(String metric, double change) {
        return new MinimumChange(metric, Evidence.finite("a change", change), false);
    }

    static Gate relative(String metric, double share) {
        return new MinimumChange(metric, Evidence.finite("a share", share), true);
    }

    @Override
    public Set<String> metrics() {
        return Set.of(metric);
    }

    @Override
    public GateVerdict judge(Candidate candidate) {
        String gate =
                metric + " better than the champion by at least " + change + (relative ? " of the champion's" : "");
        return Evidence.besideChampion(gate, metric, candidate, (own, champions) -> {
            double gain = own.direction().gain(own.value(), champions.value());
            return GateVerdict.of(
                    gate,
                    passes(gain, champions),
                    Evidence.figure(own.value()) + " after " + Evidence.figure(champions.value()) + ", better by "
                            + Evidence.figure(gain));
        });
    }

    private boolean passes(double gain, ScoreCard champions) {
        if (relative && champions.value() == 0) {
            return gain > 0;
        }
        return Direction.HIGHER_IS_BETTER.reaches(gain, relative ? shareOf(champions.value()) : change);
    }

    private double shareOf(double value) {
        return BigDecimal.valueOf(value)
                .abs()
                .multiply(BigDecimal.valueOf(change))
                .doubleValue();
    }
}
