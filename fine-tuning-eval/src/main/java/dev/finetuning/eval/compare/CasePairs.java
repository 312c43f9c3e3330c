package dev.finetuning.eval.compare;

import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.example.ExampleInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Brings the results of two evaluations together case by case. */
record CasePairs(List<ComparedCase> cases, long unpaired) {
    static CasePairs of(Evaluation baseline, Evaluation candidate, String metric) {
        Map<String, Scores> before = scores(baseline, metric);
        Map<String, Scores> now = scores(candidate, metric);
        List<ComparedCase> cases = new ArrayList<>();
        now.forEach((id, scores) -> {
            Scores old = before.get(id);
            if (old != null && old.count > 0 && scores.count > 0) {
                cases.add(new ComparedCase(
                        scores.testCase, old.mean(), scores.mean(), Outcome.of(old.passed(), scores.passed())));
            }
        });
        long all = now.size()
                + before.keySet().stream().filter(id -> !now.containsKey(id)).count();
        return new CasePairs(cases, all - cases.size());
    }

    /** The differences, cases of one group together. */
    static List<double[]> clusters(List<ComparedCase> cases) {
        return clusters(cases, i -> cases.get(i).difference());
    }

    /** A number for each case by its place, cases of one group together. */
    static List<double[]> clusters(List<ComparedCase> cases, IntToDoubleFunction number) {
        Map<String, List<Double>> clusters = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            TestCase testCase = cases.get(i).testCase();
            String group = testCase.metadata().getOrDefault(ExampleInfo.GROUP, "\0" + testCase.id());
            clusters.computeIfAbsent(group, key -> new ArrayList<>()).add(number.applyAsDouble(i));
        }
        return clusters.values().stream()
                .map(values -> values.stream().mapToDouble(v -> v).toArray())
                .toList();
    }

    private static Map<String, Scores> scores(Evaluation evaluation, String metric) {
        Map<String, Scores> byCase = new LinkedHashMap<>();
        for (CaseResult result : evaluation.results()) {
            Scores scores = byCase.computeIfAbsent(result.testCase().id(), id -> new Scores(result.testCase()));
            result.score(metric).filter(score -> !score.isAbsent()).ifPresent(scores::add);
        }
        return byCase;
    }

    private static final class Scores {
        private final TestCase testCase;
        private double sum;
        private int passes;
        private int count;

        Scores(TestCase testCase) {
            this.testCase = testCase;
        }

        void add(Score score) {
            sum += score.value().orElseThrow();
            passes += score.passed() ? 1 : 0;
            count++;
        }

        double mean() {
            return sum / count;
        }

        boolean passed() {
            return 2 * passes > count;
        }
    }
}
