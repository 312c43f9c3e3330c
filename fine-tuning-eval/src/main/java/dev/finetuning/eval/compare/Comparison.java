package dev.finetuning.eval.compare;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.TestCase;
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
 * A candidate against a baseline on the same cases, by one metric. Paired throughout: only cases that both answered
 * and that could be scored count, and each is held against itself. Immutable; equal where all figures are.
 *
 * <p>The interval of the difference holds its level from ten pairs on; below {@link ComparisonSettings#minPairs} there
 * is no verdict. {@code docs/statistics.md} has its coverage and the error rates of the verdicts.
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

    /** How many cases were left out because a side has no score for them. */
    public long unpaired() {
        return figures.unpaired();
    }

    /** The mean of candidate minus baseline, with its 95 % interval over groups of cases. */
    public Estimate difference() {
        return figures.difference();
    }

    /** McNemar's test of pass and fail. */
    public McNemar passes() {
        return figures.passes();
    }

    /** Of the difference, by the {@link #test}; corrected where several metrics were compared together. */
    public double pValue() {
        return figures.pValue();
    }

    /**
     * {@code "mcnemar-exact"} where every score is 0 or 1 and no cases belong together, else {@code
     * "paired-permutation"}.
     */
    public String test() {
        return figures.test();
    }

    /** How it was compared. */
    public ComparisonSettings settings() {
        return figures.settings();
    }

    /**
     * Compares by the candidate's main metric with the default settings.
     *
     * @throws IllegalArgumentException if the two have no scored case in common
     */
    public static Comparison of(Evaluation baseline, Evaluation candidate) {
        return of(baseline, candidate, candidate.mainMetric(), ComparisonSettings.DEFAULT);
    }

    /**
     * Compares by one metric.
     *
     * @throws IllegalArgumentException if the two have no scored case in common
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
     * Compares by every metric both have, with p-values corrected for looking at several (Holm).
     *
     * @throws IllegalArgumentException if there is no such metric, or no scored case in common
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

    /** The cases of one outcome, the greatest loss first. */
    public List<ComparedCase> cases(Outcome outcome) {
        return cases().stream()
                .filter(each -> each.outcome() == outcome)
                .sorted(Comparator.comparingDouble(ComparedCase::difference))
                .toList();
    }

    /** The mean difference in standard deviations of the cases' differences (Cohen's d for pairs); 0 without any. */
    public double effectSize() {
        double deviation = deviation();
        return deviation == 0 ? 0 : difference().value() / deviation;
    }

    /** How many cases it would take to decide about a difference as large as the one measured. */
    public long casesNeeded() {
        if (!test().equals(MCNEMAR)) {
            return CasesNeeded.forScores(difference().value(), deviation());
        }
        double n = cases().size();
        return CasesNeeded.forShares(passes().regressed() / n, passes().fixed() / n);
    }

    /**
     * The least true difference that as many cases like these find in 80 of 100 tries, in scores: where this is more
     * than what matters, the cases are too few.
     */
    public double minimumDetectableDifference() {
        return DETECTABLE * (difference().high() - difference().low()) / 2;
    }

    /**
     * Whether the evidence shows that the candidate is worse by less than a margin, if at all. That nothing was found
     * is no evidence: it takes {@link ComparisonSettings#minPairs} pairs and an interval that lies above the margin as
     * a whole.
     *
     * @param margin a loss up to this does not matter, 0..1
     */
    public boolean isNonInferior(double margin) {
        return hasEnoughPairs() && difference().low() >= -margin;
    }

    /** Whether there are enough pairs for any verdict. */
    public boolean hasEnoughPairs() {
        return cases().size() >= settings().minPairs();
    }

    /**
     * What the evidence says. {@link Verdict#EQUIVALENT} takes two one-sided tests (D. Schuirmann, Journal of
     * Pharmacokinetics and Biopharmaceutics 15 (1987)): the 95 % interval lies within the margin on both sides, which
     * errs in at most 5 of 100 cases.
     */
    public Verdict verdict() {
        double margin = settings().margin();
        if (!hasEnoughPairs()) {
            return Verdict.UNDECIDED;
        }
        if (margin > 0 && difference().low() >= -margin && difference().high() <= margin) {
            return Verdict.EQUIVALENT;
        }
        if (pValue() >= settings().alpha() || difference().value() == 0) {
            return Verdict.UNDECIDED;
        }
        return difference().value() > 0 ? Verdict.BETTER : Verdict.WORSE;
    }

    /** The verdict in one English sentence, with the numbers behind it. */
    public String sentence() {
        return Sentences.of(this);
    }

    /**
     * The same comparison on the cases of each value of a label, in alphabetical order. Intervals and
     * p-values are those of the part alone, uncorrected.
     */
    public Map<String, Comparison> by(String label) {
        return by(testCase -> testCase.slice(label));
    }

    /** The same comparison on the cases of each slice, whatever a case belongs to, in alphabetical order. */
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
