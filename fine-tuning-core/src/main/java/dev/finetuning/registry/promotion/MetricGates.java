package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import java.util.Optional;

/** Gates that look at a metric's value, alone or beside the holder's. */
final class MetricGates {
    private MetricGates() {}

    static Gate atLeast(String metric, double threshold) {
        String gate = metric + " >= " + threshold;
        return candidate -> candidate
                .version()
                .score(metric)
                .map(card -> GateVerdict.of(gate, card.value() >= threshold, measured(card)))
                .orElseGet(() -> missing(gate, candidate.version(), metric));
    }

    static Gate atMost(String metric, double threshold) {
        String gate = metric + " <= " + threshold;
        return candidate -> candidate
                .version()
                .score(metric)
                .map(card -> GateVerdict.of(gate, card.value() <= threshold, measured(card)))
                .orElseGet(() -> missing(gate, candidate.version(), metric));
    }

    static Gate minAbsoluteChange(String metric, double change) {
        String gate = metric + " better than the holder by at least " + change;
        return candidate -> besideHolder(gate, metric, candidate, (own, held) -> {
            double gain = own.direction().gain(own.value(), held.value());
            return GateVerdict.of(gate, gain >= change, change(own, held, gain));
        });
    }

    static Gate minRelativeChange(String metric, double share) {
        String gate = metric + " better than the holder by at least " + share + " of the holder's";
        return candidate -> besideHolder(gate, metric, candidate, (own, held) -> {
            double gain = own.direction().gain(own.value(), held.value());
            boolean enough = held.value() == 0 ? gain > 0 : gain / Math.abs(held.value()) >= share;
            return GateVerdict.of(gate, enough, change(own, held, gain));
        });
    }

    static Gate humanScore(double score, long minRatings) {
        String gate = ScoreCard.HUMAN_SCORE + " >= " + score + " from at least " + minRatings + " ratings";
        return candidate -> candidate
                .version()
                .score(ScoreCard.HUMAN_SCORE)
                .map(card -> GateVerdict.of(gate, card.value() >= score && card.n() >= minRatings, measured(card)))
                .orElseGet(() -> missing(gate, candidate.version(), ScoreCard.HUMAN_SCORE));
    }

    /** Judges two cards of a metric against each other. */
    @FunctionalInterface
    interface BesideHolder {
        GateVerdict judge(ScoreCard own, ScoreCard held);
    }

    /** Judges the candidate's card beside the holder's; both must be there and look the same way. */
    static GateVerdict besideHolder(String gate, String metric, Candidate candidate, BesideHolder judge) {
        Optional<ModelVersion> holder = candidate.holder();
        Optional<ScoreCard> own = candidate.version().score(metric);
        if (own.isEmpty()) {
            return missing(gate, candidate.version(), metric);
        }
        if (holder.isEmpty()) {
            return GateVerdict.pass(gate, "nothing holds " + candidate.alias() + "; " + measured(own.get()));
        }
        Optional<ScoreCard> held =
                holder.get().comparable(own.get()).or(() -> holder.get().score(metric));
        if (held.isEmpty()) {
            return missing(gate, holder.get(), metric);
        }
        if (own.get().direction() != held.get().direction()) {
            return GateVerdict.fail(gate, "the two score cards disagree on which way " + metric + " gets better");
        }
        if (!own.get().source().equals(held.get().source())) {
            return GateVerdict.fail(
                    gate,
                    "measured on different data: " + own.get().source() + " and "
                            + held.get().source());
        }
        return judge.judge(own.get(), held.get());
    }

    private static String change(ScoreCard own, ScoreCard held, double gain) {
        return Figure.of(own.value()) + " after " + Figure.of(held.value()) + ", better by " + Figure.of(gain);
    }

    static GateVerdict missing(String gate, ModelVersion version, String metric) {
        return GateVerdict.fail(gate, version.id() + " has no score card for " + metric);
    }

    static String measured(ScoreCard card) {
        Interval interval = card.interval();
        String within =
                interval == null ? "" : " (" + Figure.of(interval.low()) + " to " + Figure.of(interval.high()) + ")";
        return Figure.of(card.value()) + within + " on " + card.n() + " cases";
    }
}
