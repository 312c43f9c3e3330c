package dev.finetuning.eval.human;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.compare.PermutationTest;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a blind study. Immutable.
 *
 * @param votes by case and rater, the value for the candidate's answer: 1 preferred, 0.5 tie, 0 not
 *     preferred
 */
public record StudyResult(Map<String, Map<String, Double>> votes) {
    private static final int RESAMPLES = 10_000;
    private static final long SEED = 20_260_101;

    /** Copies the maps. */
    public StudyResult {
        Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
        votes.forEach((id, raters) -> copy.put(id, Collections.unmodifiableMap(new LinkedHashMap<>(raters))));
        votes = Collections.unmodifiableMap(copy);
    }

    /** The mean vote of each case, 0..1, for {@code HumanScore}. */
    public Map<String, Double> scores() {
        Map<String, Double> scores = new LinkedHashMap<>();
        votes.forEach((id, raters) -> scores.put(
                id,
                raters.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(0.5)));
        return scores;
    }

    /**
     * How much the candidate is preferred: the mean over cases of the mean vote, with an interval over
     * cases; 0.5 means no preference.
     *
     * @throws IllegalArgumentException if nothing was rated
     */
    public Estimate preference() {
        Collection<Double> votesByCase = scores().values();
        if (votesByCase.isEmpty()) {
            throw new IllegalArgumentException("nothing was rated");
        }
        return Estimate.ofScores(
                votesByCase.stream().map(vote -> new double[] {vote}).toList());
    }

    /**
     * The probability of a preference this strong if there were none (permutation over cases).
     *
     * @throws IllegalArgumentException if nothing was rated
     */
    public double pValue() {
        double[] leads =
                scores().values().stream().mapToDouble(score -> score - 0.5).toArray();
        return PermutationTest.pValue(leads, RESAMPLES, SEED);
    }

    /** Krippendorff's alpha of the votes on an ordinal scale; NaN if no case has two raters. */
    public double agreement() {
        return Agreement.alpha(
                votes.values().stream()
                        .map(raters -> List.copyOf(raters.values()))
                        .toList(),
                Agreement.Scale.ORDINAL);
    }
}
