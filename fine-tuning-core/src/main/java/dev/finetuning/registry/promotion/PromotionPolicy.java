package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.ScoreCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The gates of a promotion, all of which must pass. A policy also limits the cases without a score: if more of them
 * than the limit have no score by a metric that a gate reads, the version is refused, whatever the gate says. So it is
 * if a model gave the scores that a gate reads, and that model was not shown to agree with people on this task.
 *
 * @param gates the gates, in the order of their verdicts
 * @param absentLimit the share of a metric's cases that may have no score, 0 to 1
 * @param judges what a model whose scores a gate reads must have shown
 */
public record PromotionPolicy(List<Gate> gates, double absentLimit, JudgeDemand judges) {
    /** The share of cases without a score that is let through unless told otherwise. */
    public static final double DEFAULT_ABSENT_LIMIT = 0.1;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the limit is not in 0..1
     */
    public PromotionPolicy {
        gates = List.copyOf(gates);
        if (!(absentLimit >= 0 && absentLimit <= 1)) {
            throw new IllegalArgumentException("a limit for absent scores lies in 0..1: " + absentLimit);
        }
    }

    /** A policy with these gates; without any, everything passes. */
    public static PromotionPolicy of(Gate... gates) {
        return new PromotionPolicy(List.of(gates), DEFAULT_ABSENT_LIMIT, JudgeDemand.DEFAULT);
    }

    /** This policy with another gate. */
    public PromotionPolicy and(Gate gate) {
        List<Gate> more = new ArrayList<>(gates);
        more.add(gate);
        return new PromotionPolicy(more, absentLimit, judges);
    }

    /**
     * This policy with another share of cases that may have no score; {@value #DEFAULT_ABSENT_LIMIT} by default, 1 to let
     * any number pass.
     *
     * @throws IllegalArgumentException if it is not in 0..1
     */
    public PromotionPolicy withAbsentLimit(double share) {
        return new PromotionPolicy(gates, share, judges);
    }

    /** This policy with other demands on models that judge; {@link JudgeDemand#DEFAULT} by default. */
    public PromotionPolicy withJudges(JudgeDemand demand) {
        return new PromotionPolicy(gates, absentLimit, demand);
    }

    /** The metrics whose score cards the gates read, as far as they say. */
    public Set<String> metrics() {
        return gates.stream().flatMap(gate -> gate.metrics().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The verdicts of all gates, then for each metric they read those about missing scores and about its judge. */
    public List<GateVerdict> judge(Candidate candidate) {
        List<GateVerdict> verdicts =
                gates.stream().map(gate -> gate.judge(candidate)).collect(Collectors.toCollection(ArrayList::new));
        for (String metric : new TreeSet<>(metrics())) {
            Optional<ScoreCard> card = candidate.version().score(metric);
            card.flatMap(this::absent).ifPresent(verdicts::add);
            card.flatMap(known -> judges.judge(candidate.version(), known)).ifPresent(verdicts::add);
        }
        return List.copyOf(verdicts);
    }

    private Optional<GateVerdict> absent(ScoreCard card) {
        if (card.absent() == 0) {
            return Optional.empty();
        }
        String gate = "at most " + Evidence.figure(absentLimit) + " of the cases without a score by " + card.metric();
        return Optional.of(GateVerdict.of(
                gate,
                card.absentShare() <= absentLimit,
                card.absent() + " of " + (card.n() + card.absent()) + " cases have no score"));
    }
}
