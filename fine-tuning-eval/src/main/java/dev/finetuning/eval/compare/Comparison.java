package dev.finetuning.eval.compare;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.scorer.Thresholds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A paired comparison of a candidate with a baseline on the same cases, for one metric. Only cases with a
 * score on both sides count. Immutable; equal if all figures are.
 *
 * <p>The interval of the difference is reliable from ten pairs on; with fewer than {@link
 * ComparisonSettings#minPairs} there is no verdict. See {@code docs/statistics.md}.
 */
public final class Comparison {
    static final String MCNEMAR = "mcnemar-exact";
    static final String PERMUTATION = "paired-permutation";

    /** 0.975 and 0.8 quantile of the standard normal distribution, in units of the former. */
    private static final double DETECTABLE = 1 + 0.8416212335729143 / 1.959963984540054;

    private final Figures figures;

    private Comparison(Figures figures) {
        this.figures = figures;
    }

    private record Figures(
            String metric,
            String baselineModel,
            String candidateModel,
            List<ComparedCase> cases,
            long unpaired,
            Estimate difference,
            McNemar passes,
            double pValue,
            String test,
            ComparisonSettings settings) {
        Figures {
            cases = List.copyOf(cases);
        }
    }

    /** The metric's name. */
    public String metric() {
        return figures.metric();
    }

    /** The baseline's model id. */
    public String baselineModel() {
        return figures.baselineModel();
    }

    /** The candidate's model id. */
    public String candidateModel() {
        return figures.candidateModel();
    }

    /** The cases, in the candidate's order. */
    public List<ComparedCase> cases() {
        return figures.cases();
    }

    /** How many cases were left out because one side has no score for them. */
    public long unpaired() {
        return figures.unpaired();
    }

    /** The mean of candidate minus baseline, with its 95 % interval over groups of cases. */
    public Estimate difference() {
        return figures.difference();
    }

    /** McNemar's test of passes and failures. */
    public McNemar passes() {
        return figures.passes();
    }

    /** The p-value of the difference by the {@link #test}, corrected if several metrics were compared together. */
    public double pValue() {
        return figures.pValue();
    }

    /**
     * {@code "mcnemar-exact"} if every score is 0 or 1 and no cases belong together, otherwise {@code
     * "paired-permutation"}.
     */
    public String test() {
        return figures.test();
    }

    /** The settings of the comparison. */
    public ComparisonSettings settings() {
        return figures.settings();
    }

    /**
     * Compares by the candidate's main metric with the default settings.
     *
     * @throws IllegalArgumentException if they have no scored case in common
     */
    public static Comparison of(Evaluation baseline, Evaluation candidate) {
        return of(baseline, candidate, candidate.mainMetric(), ComparisonSettings.DEFAULT);
    }

    /**
     * Compares by one metric.
     *
     * @throws IllegalArgumentException if they have no scored case in common
     */
    public static Comparison of(Evaluation baseline, Evaluation candidate, String metric, ComparisonSettings settings) {
        CasePairs pairs = CasePairs.of(baseline, candidate, metric);
        if (pairs.cases().isEmpty()) {
            throw new IllegalArgumentException("the evaluations of " + baseline.modelId() + " and "
                    + candidate.modelId() + " have no case in common that both scored by " + metric
                    + "; evaluate both on the same test cases");
        }
        return of(baseline.modelId(), candidate.modelId(), metric, pairs, settings);
    }

    /**
     * Compares by every metric that both have, with p-values corrected for multiple comparisons (Holm).
     *
     * @throws IllegalArgumentException if they have no metric or no scored case in common
     */
    public static List<Comparison> byEveryMetric(
            Evaluation baseline, Evaluation candidate, ComparisonSettings settings) {
        List<Comparison> comparisons = candidate.metrics().stream()
                .filter(baseline.metrics()::contains)
                .map(metric -> of(baseline, candidate, metric, settings))
                .toList();
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException(
                    "no metric in common: " + baseline.metrics() + " and " + candidate.metrics());
        }
        double[] adjusted =
                Holm.adjust(comparisons.stream().mapToDouble(Comparison::pValue).toArray());
        List<Comparison> corrected = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            corrected.add(comparisons.get(i).withPValue(adjusted[i]));
        }
        return corrected;
    }

    static Comparison of(
            String baseline, String candidate, String metric, CasePairs pairs, ComparisonSettings settings) {
        List<double[]> clusters = CasePairs.clusters(pairs.cases());
        Estimate difference = Estimate.ofDifferences(clusters);
        McNemar passes = McNemar.of(count(pairs.cases(), Outcome.REGRESSED), count(pairs.cases(), Outcome.FIXED));
        boolean plain = clusters.size() == pairs.cases().size()
                && pairs.cases().stream().allMatch(Comparison::isPassOrFail);
        double pValue = plain ? passes.pValue() : permuted(clusters, settings);
        String test = plain ? MCNEMAR : PERMUTATION;
        return new Comparison(new Figures(
                metric,
                baseline,
                candidate,
                pairs.cases(),
                pairs.unpaired(),
                difference,
                passes,
                pValue,
                test,
                settings));
    }

    private static boolean isPassOrFail(ComparedCase each) {
        boolean before = each.outcome() == Outcome.REGRESSED || each.outcome() == Outcome.UNCHANGED;
        boolean now = each.outcome() == Outcome.FIXED || each.outcome() == Outcome.UNCHANGED;
        return each.baseline() == (before ? 1 : 0) && each.candidate() == (now ? 1 : 0);
    }

    private static double permuted(List<double[]> clusters, ComparisonSettings settings) {
        double[] sums = clusters.stream()
                .mapToDouble(cluster -> Arrays.stream(cluster).sum())
                .toArray();
        return PermutationTest.pValue(sums, settings.resamples(), settings.seed());
    }

    private static long count(List<ComparedCase> cases, Outcome outcome) {
        return cases.stream().filter(each -> each.outcome() == outcome).count();
    }

    /** The cases with an outcome, greatest loss first. */
    public List<ComparedCase> cases(Outcome outcome) {
        return cases().stream()
                .filter(each -> each.outcome() == outcome)
                .sorted(Comparator.comparingDouble(ComparedCase::difference))
                .toList();
    }

    /**
     * The mean difference in standard deviations of the cases' differences (Cohen's d for pairs); 0 if
     * there is no deviation.
     */
    public double effectSize() {
        double deviation = deviation();
        return deviation == 0 ? 0 : difference().value() / deviation;
    }

    /** How many cases are needed to detect a difference as large as the measured one. */
    public long casesNeeded() {
        if (!test().equals(MCNEMAR)) {
            return CasesNeeded.forScores(difference().value(), deviation());
        }
        double n = cases().size();
        return CasesNeeded.forShares(passes().regressed() / n, passes().fixed() / n);
    }

    /**
     * The smallest true difference that this many cases detect with 80 % power, in scores. If it is larger
     * than a difference that matters, there are too few cases.
     */
    public double minimumDetectableDifference() {
        return DETECTABLE * (difference().high() - difference().low()) / 2;
    }

    /**
     * Whether the candidate is shown to be worse by less than a margin, if at all. Not finding a difference
     * is not enough: there must be {@link ComparisonSettings#minPairs} pairs, and the whole interval must
     * lie above minus the margin.
     *
     * @param margin the largest loss that does not matter, 0..1
     */
    public boolean isNonInferior(double margin) {
        return hasEnoughPairs() && Thresholds.isReached(difference().low(), -margin);
    }

    /** Whether there are enough pairs for a verdict. */
    public boolean hasEnoughPairs() {
        return cases().size() >= settings().minPairs();
    }

    /**
     * The verdict. {@link Verdict#EQUIVALENT} needs two one-sided tests (D. Schuirmann, Journal of
     * Pharmacokinetics and Biopharmaceutics 15 (1987)): the 95 % interval lies within the margin on both
     * sides, with an error rate of at most 5 %.
     */
    public Verdict verdict() {
        double margin = settings().margin();
        if (!hasEnoughPairs()) {
            return Verdict.UNDECIDED;
        }
        if (margin > 0
                && Thresholds.isReached(difference().low(), -margin)
                && Thresholds.isReached(margin, difference().high())) {
            return Verdict.EQUIVALENT;
        }
        if (pValue() >= settings().alpha() || difference().value() == 0) {
            return Verdict.UNDECIDED;
        }
        return difference().value() > 0 ? Verdict.BETTER : Verdict.WORSE;
    }

    /** The verdict as an English sentence, with its figures. */
    public String sentence() {
        return Sentences.of(this);
    }

    /**
     * This comparison for each value of a label, in alphabetical order. Intervals and p-values are those of
     * the slice alone, uncorrected.
     */
    public Map<String, Comparison> by(String label) {
        return by(testCase -> testCase.slice(label));
    }

    /** This comparison for each slice, given by a function of the case, in alphabetical order. */
    public Map<String, Comparison> by(Function<TestCase, String> slice) {
        Map<String, List<ComparedCase>> parts = cases().stream()
                .collect(
                        Collectors.groupingBy(each -> slice.apply(each.testCase()), TreeMap::new, Collectors.toList()));
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        parts.forEach((value, part) -> comparisons.put(
                value, of(baselineModel(), candidateModel(), metric(), new CasePairs(part, 0), settings())));
        return comparisons;
    }

    private Comparison withPValue(double newPValue) {
        return new Comparison(new Figures(
                metric(),
                baselineModel(),
                candidateModel(),
                cases(),
                unpaired(),
                difference(),
                passes(),
                newPValue,
                test(),
                settings()));
    }

    private double deviation() {
        double sum = 0;
        for (ComparedCase each : cases()) {
            sum += Math.pow(each.difference() - difference().value(), 2);
        }
        return cases().size() < 2 ? 0 : Math.sqrt(sum / (cases().size() - 1));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Comparison comparison && figures.equals(comparison.figures);
    }

    @Override
    public int hashCode() {
        return figures.hashCode();
    }

    @Override
    public String toString() {
        return "Comparison[" + metric() + ", " + candidateModel() + " against " + baselineModel() + ", " + verdict()
                + "]";
    }
}
