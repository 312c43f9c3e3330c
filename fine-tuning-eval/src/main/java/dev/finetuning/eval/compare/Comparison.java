package dev.finetuning.eval.compare;

import dev.finetuning.eval.ClusterBootstrap;
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

/**
 * A candidate against a baseline on the same cases, by one metric. Paired throughout: only cases that
 * both answered and that could be scored count, and each is held against itself. Immutable.
 *
 * @param metric the metric's name
 * @param baselineModel the baseline's model id
 * @param candidateModel the candidate's model id
 * @param cases the cases, in the candidate's order
 * @param unpaired cases left out because a side has no score for them
 * @param difference mean of candidate minus baseline, with a bootstrap interval clustered by group
 * @param passes McNemar's test of pass and fail
 * @param pValue of the difference, by the test named in {@code test}; corrected where several metrics
 *     were compared together
 * @param test {@code "mcnemar-exact"} where every score is 0 or 1 and no cases belong together, else
 *     {@code "paired-permutation"}
 * @param settings how it was compared
 */
public record Comparison(
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
    static final String MCNEMAR = "mcnemar-exact";
    static final String PERMUTATION = "paired-permutation";

    /** Copies the list. */
    public Comparison {
        cases = List.copyOf(cases);
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

    private static Comparison of(
            String baseline, String candidate, String metric, CasePairs pairs, ComparisonSettings settings) {
        List<double[]> clusters = CasePairs.clusters(pairs.cases());
        Estimate difference = ClusterBootstrap.mean(clusters, settings.resamples(), settings.seed());
        McNemar passes = McNemar.of(count(pairs.cases(), Outcome.REGRESSED), count(pairs.cases(), Outcome.FIXED));
        boolean plain = clusters.size() == pairs.cases().size()
                && pairs.cases().stream().allMatch(Comparison::isPassOrFail);
        double pValue = plain ? passes.pValue() : permuted(clusters, settings);
        String test = plain ? MCNEMAR : PERMUTATION;
        return new Comparison(
                metric,
                baseline,
                candidate,
                pairs.cases(),
                pairs.unpaired(),
                difference,
                passes,
                pValue,
                test,
                settings);
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
        return cases.stream()
                .filter(each -> each.outcome() == outcome)
                .sorted(Comparator.comparingDouble(ComparedCase::difference))
                .toList();
    }

    /** The mean difference in standard deviations of the cases' differences (Cohen's d for pairs); 0 without any. */
    public double effectSize() {
        double deviation = deviation();
        return deviation == 0 ? 0 : difference.value() / deviation;
    }

    /** How many cases it would take to decide about a difference as large as the one measured. */
    public long casesNeeded() {
        if (!test.equals(MCNEMAR)) {
            return CasesNeeded.forScores(difference.value(), deviation());
        }
        double n = cases.size();
        return CasesNeeded.forShares(passes.regressed() / n, passes.fixed() / n);
    }

    /** What the evidence says. */
    public Verdict verdict() {
        double margin = settings.margin();
        if (margin > 0 && difference.low() >= -margin && difference.high() <= margin) {
            return Verdict.EQUIVALENT;
        }
        if (pValue >= settings.alpha() || difference.value() == 0) {
            return Verdict.UNDECIDED;
        }
        return difference.value() > 0 ? Verdict.BETTER : Verdict.WORSE;
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
        Map<String, List<ComparedCase>> parts = cases.stream()
                .collect(
                        Collectors.groupingBy(each -> slice.apply(each.testCase()), TreeMap::new, Collectors.toList()));
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        parts.forEach((value, part) ->
                comparisons.put(value, of(baselineModel, candidateModel, metric, new CasePairs(part, 0), settings)));
        return comparisons;
    }

    private Comparison withPValue(double newPValue) {
        return new Comparison(
                metric, baselineModel, candidateModel, cases, unpaired, difference, passes, newPValue, test, settings);
    }

    private double deviation() {
        double sum = 0;
        for (ComparedCase each : cases) {
            sum += Math.pow(each.difference() - difference.value(), 2);
        }
        return cases.size() < 2 ? 0 : Math.sqrt(sum / (cases.size() - 1));
    }

    @Override
    public String toString() {
        return "Comparison[" + metric + ", " + candidateModel + " against " + baselineModel + ", " + verdict() + "]";
    }
}
