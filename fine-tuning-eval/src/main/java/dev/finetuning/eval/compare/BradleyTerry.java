package dev.finetuning.eval.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tournament: ranks many models by pairwise results, using the Bradley–Terry model (Biometrika 39
 * (1952)), fitted by minorisation–maximisation (D. Hunter, Annals of Statistics 32 (2004)). Strengths add
 * up to 1; a model of strength p beats one of strength q with probability p ÷ (p + q).
 *
 * <p>Every model gets half a win and half a loss against an imaginary average model, so that a model that
 * won all its games, or was never compared with some others, has a finite strength.
 */
public final class BradleyTerry {
    private static final int MAX_ROUNDS = 100_000;
    private static final double CONVERGED = 1e-13;
    private static final double PRIOR = 0.5;

    private final Map<String, Map<String, Double>> wins = new TreeMap<>();
    private final double prior;

    /** A tournament with the prior that keeps strengths finite. */
    public BradleyTerry() {
        this(PRIOR);
    }

    private BradleyTerry(double prior) {
        this.prior = prior;
    }

    /**
     * A tournament without a prior: plain maximum likelihood, which exists only if every model both wins
     * and loses, directly or through others.
     */
    public static BradleyTerry withoutPrior() {
        return new BradleyTerry(0);
    }

    /**
     * Adds one game.
     *
     * @param score the result for the first: 1 win, 0.5 tie, 0 loss
     * @throws IllegalArgumentException if the score is not in 0..1, or a model plays itself
     */
    public BradleyTerry add(String first, String second, double score) {
        if (!(score >= 0 && score <= 1) || first.equals(second)) {
            throw new IllegalArgumentException("a game has two models and a score in 0..1: " + score);
        }
        wins.computeIfAbsent(first, key -> new TreeMap<>()).merge(second, score, Double::sum);
        wins.computeIfAbsent(second, key -> new TreeMap<>()).merge(first, 1 - score, Double::sum);
        return this;
    }

    /** Adds every case of a comparison as a game between its two models. */
    public BradleyTerry add(Comparison comparison) {
        comparison.cases().forEach(each -> {
            double score = each.difference() > 0 ? 1 : each.difference() < 0 ? 0 : 0.5;
            add(comparison.candidateModel(), comparison.baselineModel(), score);
        });
        return this;
    }

    /** Strengths by model, strongest first; equal ones by name. */
    public Map<String, Double> strengths() {
        List<String> models = List.copyOf(wins.keySet());
        double[] strengths = new double[models.size()];
        Arrays.fill(strengths, 1.0 / Math.max(1, strengths.length));
        for (int round = 0; round < MAX_ROUNDS && improve(models, strengths) > CONVERGED; round++) {
            // each round moves every strength closer
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < strengths.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -strengths[i]));
        Map<String, Double> ranked = new LinkedHashMap<>();
        order.forEach(i -> ranked.put(models.get(i), strengths[i]));
        return Collections.unmodifiableMap(ranked);
    }

    /** One step; the greatest change. */
    private double improve(List<String> models, double[] strengths) {
        double[] next = new double[strengths.length];
        double sum = 0;
        for (int i = 0; i < next.length; i++) {
            next[i] = improved(models, strengths, i);
            sum += next[i];
        }
        double change = 0;
        for (int i = 0; i < next.length; i++) {
            change = Math.max(change, Math.abs(next[i] / sum - strengths[i]));
            strengths[i] = next[i] / sum;
        }
        return change;
    }

    private double improved(List<String> models, double[] strengths, int model) {
        double average = 1.0 / strengths.length;
        double won = prior;
        double games = 2 * prior / (strengths[model] + average);
        Map<String, Double> own = wins.getOrDefault(models.get(model), Map.of());
        for (int other = 0; other < strengths.length; other++) {
            double gained = own.getOrDefault(models.get(other), 0.0);
            double lost = wins.getOrDefault(models.get(other), Map.of()).getOrDefault(models.get(model), 0.0);
            won += gained;
            if (gained + lost > 0) {
                games += (gained + lost) / (strengths[model] + strengths[other]);
            }
        }
        return games == 0 ? average : won / games;
    }
}
