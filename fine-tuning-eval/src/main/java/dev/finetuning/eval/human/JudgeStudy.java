package dev.finetuning.eval.human;

import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.internal.statistics.Bounds;
import dev.finetuning.eval.internal.statistics.Correlation;
import dev.finetuning.eval.internal.statistics.Kappa;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.judge.PairwiseJudge;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.JudgeAgreement;
import dev.finetuning.registry.version.JudgeCalibration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A judge's scores beside those of people for the same answers. The result is a {@link JudgeCalibration}, which lets
 * the judge's metric open a gate:
 *
 * <pre>{@code
 * Evaluation judged = evaluator.evaluate(cases, model);
 * JudgeCalibration calibration = JudgeStudy.ofVerdicts(judged, "Factuality", peoplesVerdicts)
 *         .calibration("support", Instant.now());
 * }</pre>
 *
 * <p>Cases without a score of the judge, or without one of people, are left out; of repeats the first one counts.
 * Immutable.
 */
public final class JudgeStudy {
    private static final double LEVEL = 0.95;

    private final Evaluation evaluation;
    private final String metric;
    private final List<Pair> pairs;
    private final JudgeAgreement.Statistic statistic;

    private record Pair(Score judge, double people) {}

    private JudgeStudy(
            Evaluation evaluation, String metric, Map<String, Double> people, JudgeAgreement.Statistic statistic) {
        this.evaluation = evaluation;
        this.metric = metric;
        this.pairs = pairs(evaluation, metric, people);
        this.statistic = statistic;
        if (evaluation.judge(metric).isEmpty()) {
            throw new IllegalArgumentException("no model gave the scores of " + metric + ", so there is no judge");
        }
    }

    /**
     * Compares verdicts, which are equal or not: by Cohen's kappa.
     *
     * @param metric the judge's metric in the evaluation
     * @param people people's verdict by the case's id, as the value of the judge's grade, 0 to 1; with several raters
     *     what most of them say
     * @throws IllegalArgumentException if no model gave the metric's scores, or a value is not in 0..1
     */
    public static JudgeStudy ofVerdicts(Evaluation evaluation, String metric, Map<String, Double> people) {
        return new JudgeStudy(evaluation, metric, people, JudgeAgreement.Statistic.COHENS_KAPPA);
    }

    /**
     * Compares scores, of which more or less counts: by Pearson's correlation.
     *
     * @param metric the judge's metric in the evaluation
     * @param people people's score by the case's id, 0 to 1; with several raters their mean
     * @throws IllegalArgumentException if no model gave the metric's scores, or a value is not in 0..1
     */
    public static JudgeStudy ofScores(Evaluation evaluation, String metric, Map<String, Double> people) {
        return new JudgeStudy(evaluation, metric, people, JudgeAgreement.Statistic.CORRELATION);
    }

    private static List<Pair> pairs(Evaluation evaluation, String metric, Map<String, Double> people) {
        List<Pair> pairs = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (CaseResult result : evaluation.results()) {
            String id = result.testCase().id();
            Double human = people.get(id);
            if (human != null && !(human >= 0 && human <= 1)) {
                throw new IllegalArgumentException("people's score of a case is in 0..1: " + human);
            }
            if (human != null && seen.add(id)) {
                result.score(metric)
                        .filter(score -> !score.isAbsent())
                        .ifPresent(score -> pairs.add(new Pair(score, human)));
            }
        }
        return List.copyOf(pairs);
    }

    /** How many cases both have judged. */
    public int cases() {
        return pairs.size();
    }

    /**
     * What the comparison gives.
     *
     * @param task the name of the registered model whose answers these are; its gates accept the calibration
     * @param measuredAt the date of the calibration
     * @throws IllegalStateException if nothing can be told: both have judged fewer than two cases, or the judge or
     *     people gave the same verdict to all
     */
    public JudgeCalibration calibration(String task, Instant measuredAt) {
        JudgeAgreement agreement = agreement();
        JudgeCalibration.Builder calibration = JudgeCalibration.builder(
                        task, evaluation.judge(metric).orElseThrow(), agreement, measuredAt)
                .rates(mean(JudgeStudy::judges), mean(Pair::people))
                .source(evaluation.casesId());
        positionBias().ifPresent(calibration::positionBias);
        return calibration.build();
    }

    private JudgeAgreement agreement() {
        double[] ours = pairs.stream().mapToDouble(JudgeStudy::judges).toArray();
        double[] theirs = pairs.stream().mapToDouble(Pair::people).toArray();
        boolean verdicts = statistic == JudgeAgreement.Statistic.COHENS_KAPPA;
        double value = verdicts ? new Kappa(ours, theirs).value() : new Correlation(ours, theirs).value();
        if (pairs.size() < 2 || Double.isNaN(value)) {
            throw new IllegalStateException("the agreement of the judge of " + metric + " with people cannot be told: "
                    + pairs.size() + " cases were judged by both"
                    + (pairs.size() < 2 ? "" : ", and one of them gave the same score to all"));
        }
        Bounds bounds = verdicts ? new Kappa(ours, theirs).bounds(LEVEL) : new Correlation(ours, theirs).bounds(LEVEL);
        return new JudgeAgreement(statistic, value, new Interval(bounds.low(), bounds.high(), LEVEL), pairs.size());
    }

    private static double judges(Pair pair) {
        return pair.judge().value().orElseThrow();
    }

    private double mean(ToDoubleFunction<Pair> score) {
        return pairs.stream().mapToDouble(score).average().orElseThrow();
    }

    private OptionalDouble positionBias() {
        return pairs.stream()
                .map(pair -> pair.judge().metadata().get(PairwiseJudge.SIDES))
                .filter(Number.class::isInstance)
                .mapToDouble(side -> ((Number) side).doubleValue())
                .average();
    }
}
