package dev.finetuning.eval;

import dev.finetuning.eval.scorer.Score;
import dev.finetuning.example.ExampleInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The summary of one metric over many results. Repeats of a case count as one case with their mean. Errors
 * and absent scores are counted separately, never as 0.
 *
 * @param metric the metric's name
 * @param mean the mean score with its interval; cases of one {@code group} count as one observation
 * @param passed the share of cases that reach the scorer's threshold, with a mid-P interval
 * @param scores the distribution of the cases' scores
 * @param absent the number of answers without a score
 * @param errors the number of questions without an answer
 */
public record Aggregate(String metric, Estimate mean, Estimate passed, Distribution scores, long absent, long errors) {
    static Aggregate of(String metric, List<CaseResult> results) {
        Map<String, List<Score>> byCase = new LinkedHashMap<>();
        Map<String, String> clusterOf = new LinkedHashMap<>();
        long absent = 0;
        for (CaseResult result : results) {
            Score score = result.scores().get(metric);
            if (score == null) {
                continue;
            }
            if (score.isAbsent()) {
                absent++;
                continue;
            }
            String id = result.testCase().id();
            byCase.computeIfAbsent(id, each -> new ArrayList<>()).add(score);
            clusterOf.putIfAbsent(id, result.testCase().metadata().getOrDefault(ExampleInfo.GROUP, "\0" + id));
        }
        Map<String, List<Double>> clusters = new LinkedHashMap<>();
        byCase.forEach(
                (id, scores) -> clusters.computeIfAbsent(clusterOf.getOrDefault(id, id), each -> new ArrayList<>())
                        .add(mean(scores)));
        return new Aggregate(
                metric,
                Estimate.ofScores(clusters.values().stream()
                        .map(values -> values.stream().mapToDouble(v -> v).toArray())
                        .toList()),
                Estimate.share(passes(byCase), byCase.size()),
                Distribution.of(byCase.values().stream().mapToDouble(Aggregate::mean)),
                absent,
                results.stream().filter(CaseResult::failed).count());
    }

    /**
     * The share of cases with a score of at least {@code threshold}, with a mid-P interval.
     *
     * @param threshold from 0 to 1
     */
    public Estimate shareAtLeast(double threshold) {
        return Estimate.share((double) scores.countAtLeast(threshold), scores.count());
    }

    /** How many cases were scored. */
    public long scored() {
        return scores.count();
    }

    private static double passes(Map<String, List<Score>> byCase) {
        double passes = byCase.values().stream()
                .mapToDouble(
                        scores -> (double) scores.stream().filter(Score::passed).count() / scores.size())
                .sum();
        return Math.min(passes, byCase.size());
    }

    private static double mean(List<Score> scores) {
        return scores.stream()
                .mapToDouble(score -> score.value().orElse(Double.NaN))
                .average()
                .orElse(Double.NaN);
    }
}
