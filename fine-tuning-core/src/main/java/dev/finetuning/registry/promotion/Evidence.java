package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/** What gates judge by, and how they put it into words. */
final class Evidence {
    private static final double SMALL = 0.0001;

    private Evidence() {}

    /** Judges two cards of a metric against each other. */
    @FunctionalInterface
    interface BesideChampion {
        GateVerdict judge(ScoreCard own, ScoreCard champions);
    }

    /** Judges a comparison on the same cases. */
    @FunctionalInterface
    interface Paired {
        GateVerdict judge(ScoreCard own, PairedComparison pair);
    }

    /**
     * Checks a number that a gate is made with.
     *
     * @throws IllegalArgumentException if it is no finite number
     */
    static double finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " must be a finite number: " + value);
        }
        return value;
    }

    /** Compares the candidate's card with the champion's: both must exist and measure the same. */
    static GateVerdict besideChampion(String gate, String metric, Candidate candidate, BesideChampion judge) {
        Optional<ScoreCard> own = candidate.version().score(metric);
        if (own.isEmpty()) {
            return missing(gate, candidate.version(), metric);
        }
        if (candidate.champion().isEmpty()) {
            return GateVerdict.pass(gate, noChampion(candidate) + "; " + measured(own.get()));
        }
        ModelVersion champion = candidate.champion().get();
        Optional<ScoreCard> known = champion.comparable(own.get()).or(() -> champion.score(metric));
        if (known.isEmpty()) {
            return missing(gate, champion, metric);
        }
        if (own.get().direction() != known.get().direction()) {
            return GateVerdict.fail(gate, "the two score cards disagree on which way " + metric + " gets better");
        }
        if (!own.get().source().equals(known.get().source())) {
            return GateVerdict.fail(
                    gate,
                    "measured on different data: " + own.get().source() + " and "
                            + known.get().source());
        }
        return judge.judge(own.get(), known.get());
    }

    /** Judges the comparison of the candidate with the champion, which needs enough pairs. */
    static GateVerdict paired(String gate, String metric, long minPairs, Candidate candidate, Paired judge) {
        Optional<ScoreCard> card = candidate.version().score(metric);
        if (card.isEmpty()) {
            return missing(gate, candidate.version(), metric);
        }
        if (candidate.champion().isEmpty()) {
            return GateVerdict.pass(gate, noChampion(candidate));
        }
        String champion = candidate.champion().get().id();
        Optional<PairedComparison> pair = card.get().against(champion);
        if (pair.isEmpty()) {
            return GateVerdict.fail(gate, "no comparison of " + metric + " against " + champion + " on the same cases");
        }
        if (pair.get().n() < minPairs) {
            return GateVerdict.fail(
                    gate,
                    "too few pairs to tell: " + pair.get().n() + " cases against " + champion + ", and " + minPairs
                            + " are needed");
        }
        return judge.judge(card.get(), pair.get());
    }

    private static String noChampion(Candidate candidate) {
        return "no version holds " + candidate.alias();
    }

    static GateVerdict missing(String gate, ModelVersion version, String metric) {
        return GateVerdict.fail(gate, version.id() + " has no score card for " + metric);
    }

    static String measured(ScoreCard card) {
        return figure(card.value()) + card.interval().map(Evidence::ends).orElse("") + " on " + card.n() + " cases"
                + (card.absent() == 0 ? "" : ", " + card.absent() + " more not scored");
    }

    /** The difference with its interval, its test, and how small a difference as many pairs could show. */
    static String measured(PairedComparison pair) {
        double detectable = pair.minimumDetectableEffect();
        return "difference " + figure(pair.difference()) + ends(pair.interval()) + ", p = " + figure(pair.pValue())
                + " by " + pair.test() + " on " + pair.n() + " cases against " + pair.against()
                + (detectable > 0 ? ", enough to show a difference of " + figure(detectable) : "");
    }

    private static String ends(Interval interval) {
        return " (" + figure(interval.low()) + " to " + figure(interval.high()) + ")";
    }

    /** Four decimals at most, and never a zero that is none. */
    static String figure(double value) {
        if (value != 0 && Math.abs(value) < SMALL) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
