package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gates that look at paired comparisons and at slices. */
final class ComparisonGates {
    private ComparisonGates() {}

    static Gate noSignificantRegression(String metric, double alpha) {
        String gate = metric + " not significantly worse than the holder, alpha " + checked(alpha);
        return candidate -> paired(gate, metric, candidate, (gain, p) -> gain >= 0 || p >= alpha);
    }

    static Gate significantGain(String metric, double alpha) {
        String gate = metric + " significantly better than the holder, alpha " + checked(alpha);
        return candidate -> paired(gate, metric, candidate, (gain, p) -> gain > 0 && p < alpha);
    }

    @FunctionalInterface
    private interface Rule {
        boolean passes(double gain, double pValue);
    }

    private static double checked(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is within (0, 1): " + alpha);
        }
        return alpha;
    }

    private static GateVerdict paired(String gate, String metric, Candidate candidate, Rule rule) {
        Optional<ScoreCard> card = candidate.version().score(metric);
        if (card.isEmpty()) {
            return MetricGates.missing(gate, candidate.version(), metric);
        }
        if (candidate.holder().isEmpty()) {
            return GateVerdict.pass(gate, "nothing holds " + candidate.alias());
        }
        String holder = candidate.holder().get().id();
        return card.get()
                .against(holder)
                .map(pair -> verdict(gate, card.get().direction(), pair, rule))
                .orElseGet(() -> GateVerdict.fail(
                        gate, "no comparison of " + metric + " against " + holder + " on the same cases"));
    }

    private static GateVerdict verdict(String gate, Direction direction, PairedComparison pair, Rule rule) {
        double gain = direction.gain(pair.difference(), 0);
        String evidence = "difference " + Figure.of(pair.difference()) + " ("
                + Figure.of(pair.interval().low()) + " to "
                + Figure.of(pair.interval().high()) + "), p = " + Figure.of(pair.pValue()) + " by " + pair.test()
                + " on " + pair.n()
                + " cases against " + pair.against();
        return GateVerdict.of(gate, rule.passes(gain, pair.pValue()), evidence);
    }

    static Gate everySlice(String metric, double threshold, long minCases) {
        String gate = metric + " no worse than " + threshold + " on every slice of at least " + minCases + " cases";
        return candidate -> candidate
                .version()
                .score(metric)
                .map(card -> everySlice(gate, card, threshold, minCases))
                .orElseGet(() -> MetricGates.missing(gate, candidate.version(), metric));
    }

    private static GateVerdict everySlice(String gate, ScoreCard card, double threshold, long minCases) {
        List<String> failing = new ArrayList<>();
        List<String> judged = new ArrayList<>();
        card.slices().forEach((slice, score) -> {
            if (score.n() >= minCases) {
                String line = slice + " " + Figure.of(score.value()) + " on " + score.n();
                judged.add(line);
                if (card.direction().gain(score.value(), threshold) < 0) {
                    failing.add(line);
                }
            }
        });
        if (judged.isEmpty()) {
            return GateVerdict.fail(gate, "no slice has that many cases");
        }
        return GateVerdict.of(gate, failing.isEmpty(), String.join("; ", failing.isEmpty() ? judged : failing));
    }

    static Gate noSliceDrop(String metric, double tolerated) {
        String gate = metric + " worse than the holder by at most " + tolerated + " on every slice";
        return candidate -> MetricGates.besideHolder(gate, metric, candidate, (own, held) -> {
            List<String> failing = new ArrayList<>();
            held.slices().forEach((slice, before) -> {
                ScoreCard.Slice now = own.slices().get(slice);
                if (now == null) {
                    failing.add(slice + " was not measured");
                } else if (own.direction().gain(now.value(), before.value()) < -tolerated) {
                    failing.add(slice + " " + now.value() + " after " + before.value());
                }
            });
            return failing.isEmpty()
                    ? GateVerdict.pass(gate, held.slices().size() + " slices")
                    : GateVerdict.fail(gate, String.join("; ", failing));
        });
    }
}
