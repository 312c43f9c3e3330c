package dev.finetuning.eval.compare;

import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.internal.PValues;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Weighs quality against price and latency: the gain in US dollars per request if the candidate answers it.
 * This is the incremental net benefit (A. Stinnett and J. Mullahy, Medical Decision Making 18 (1998)): the
 * worth of the difference in score, minus the difference in cost, minus the worth of the difference in
 * time, paired by case. Immutable.
 *
 * @param quality the comparison of the scores
 * @param worth what quality and time are worth
 * @param costIncrease the mean of candidate minus baseline, in US dollars per request
 * @param secondsIncrease the mean of candidate minus baseline, in seconds; 0 if time does not matter
 * @param benefit the mean net benefit in US dollars per request, with an interval over groups of cases
 * @param pValue the p-value of the net benefit, by a paired permutation test
 */
public record NetBenefit(
        Comparison quality,
        WillingnessToPay worth,
        double costIncrease,
        double secondsIncrease,
        Estimate benefit,
        double pValue) {
    /**
     * The net benefit of one evaluation's model over another's. Latencies are those that each evaluation
     * measured itself.
     *
     * @param prices the prices of tokens, in US dollars
     * @throws IllegalArgumentException if a model's price is unknown, or time has a worth and a case has no
     *     latency; the message names it
     */
    public static NetBenefit of(
            Evaluation baseline, Evaluation candidate, Comparison quality, WillingnessToPay worth, PriceList prices) {
        Map<String, CaseExpense> before = CaseExpense.byCase(baseline, prices);
        Map<String, CaseExpense> now = CaseExpense.byCase(candidate, prices);
        List<Change> changes = quality.cases().stream()
                .map(each -> Change.of(each, before, now, worth))
                .toList();
        List<double[]> clusters =
                CasePairs.clusters(quality.cases(), i -> changes.get(i).benefit(worth));
        ComparisonSettings settings = quality.settings();
        double[] sums = clusters.stream()
                .mapToDouble(cluster -> Arrays.stream(cluster).sum())
                .toArray();
        return new NetBenefit(
                quality,
                worth,
                changes.stream().mapToDouble(Change::cost).average().orElse(0),
                changes.stream().mapToDouble(Change::seconds).average().orElse(0),
                Estimate.ofNumbers(clusters),
                PermutationTest.pValue(sums, settings.resamples(), settings.seed()));
    }

    /** Whether the candidate is worth its price: better, worse or undecided. */
    public Verdict verdict() {
        if (pValue >= quality.settings().alpha() || benefit.value() == 0) {
            return Verdict.UNDECIDED;
        }
        return benefit.value() > 0 ? Verdict.BETTER : Verdict.WORSE;
    }

    /** The verdict as an English sentence, with its figures. */
    public String sentence() {
        String candidate = quality.candidateModel();
        String baseline = quality.baselineModel();
        String opening = switch (verdict()) {
            case BETTER -> candidate + " is worth its price against " + baseline;
            case WORSE -> candidate + " is not worth its price against " + baseline;
            default -> "It is undecided whether " + candidate + " is worth its price against " + baseline;
        };
        return opening
                + String.format(
                        Locale.ROOT,
                        ": a request gains %+.6f USD (95 %% interval %+.6f to %+.6f, p %s), of %+.4f in %s, %+.6f USD"
                                + " in cost and %+.3f s in time, where a full score is worth %.4f USD and a second %.4f USD.",
                        benefit.value(),
                        benefit.low(),
                        benefit.high(),
                        PValues.text(pValue),
                        quality.difference().value(),
                        quality.metric(),
                        costIncrease,
                        secondsIncrease,
                        worth.fullScore(),
                        worth.second());
    }

    /** What changed for one case. */
    private record Change(double score, double cost, double seconds) {
        static Change of(
                ComparedCase each,
                Map<String, CaseExpense> before,
                Map<String, CaseExpense> now,
                WillingnessToPay worth) {
            CaseExpense old = CaseExpense.of(each, before);
            CaseExpense mine = CaseExpense.of(each, now);
            double seconds = worth.second() == 0 ? 0 : mine.requireSeconds() - old.requireSeconds();
            return new Change(each.difference(), mine.dollars() - old.dollars(), seconds);
        }

        double benefit(WillingnessToPay worth) {
            return score * worth.fullScore() - cost - seconds * worth.second();
        }
    }
}
