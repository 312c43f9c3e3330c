package dev.finetuning.console.api;

import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.work.MeasuredRun;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Evaluations: scores, the comparison with what was in production, and the cases. */
final class EvaluationRoutes {
    private EvaluationRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/evaluations/{run}", "What a run measured, and how it compares")
                        .returns(200, "Evaluation")
                        .by(EvaluationRoutes::evaluation),
                ApiRoute.get("/api/evaluations/{run}/cases", "The questions with expected and given answers")
                        .query("from", "Row")
                        .query("limit", "Limit")
                        .returns(200, "Cases")
                        .by(EvaluationRoutes::cases));
    }

    private static MeasuredRun measured(ApiCall call) {
        return call.workspace()
                .evaluations()
                .of(call.path("run"))
                .orElseThrow(() -> RefusedException.notFound("evaluation of this run yet"));
    }

    private static Object evaluation(ApiCall call) {
        MeasuredRun measured = measured(call);
        return JsonFields.with("candidate", json(measured.candidate()))
                .and("champion", measured.champion().map(EvaluationRoutes::json))
                .and("comparison", measured.comparison().map(EvaluationRoutes::json))
                .map();
    }

    private static Map<String, Object> json(Evaluation evaluation) {
        List<Object> metrics = new ArrayList<>();
        for (String metric : evaluation.metrics()) {
            Estimate mean = evaluation.aggregate(metric).mean();
            metrics.add(JsonFields.with("metric", metric)
                    .and("mean", OptionalDouble.of(mean.value()))
                    .and("low", OptionalDouble.of(mean.low()))
                    .and("high", OptionalDouble.of(mean.high()))
                    .and(
                            "passed",
                            OptionalDouble.of(
                                    evaluation.aggregate(metric).passed().value()))
                    .map());
        }
        return JsonFields.with("model", evaluation.modelId())
                .and("cases", evaluation.cases())
                .and("errors", evaluation.errors())
                .and("metrics", metrics)
                .map();
    }

    private static Map<String, Object> json(Comparison comparison) {
        return JsonFields.with("metric", comparison.metric())
                .and("verdict", comparison.verdict().name())
                .and("sentence", comparison.sentence())
                .and("difference", OptionalDouble.of(comparison.difference().value()))
                .and("pValue", OptionalDouble.of(comparison.pValue()))
                .and("regressed", comparison.passes().regressed())
                .and("fixed", comparison.passes().fixed())
                .map();
    }

    private static Object cases(ApiCall call) {
        ApiCall.Slice slice = call.slice();
        Evaluation candidate = measured(call).candidate();
        return JsonFields.with("total", candidate.results().size())
                .and(
                        "cases",
                        candidate.results().stream()
                                .skip(slice.from() - 1L)
                                .limit(slice.limit())
                                .map(result -> json(result, candidate.mainMetric()))
                                .toList())
                .map();
    }

    private static Map<String, Object> json(CaseResult result, String metric) {
        return JsonFields.with("id", result.testCase().id())
                .and("expected", result.testCase().expected().map(message -> message.text()))
                .and("answer", result.text())
                .and("score", result.score(metric).map(score -> score.value()).orElse(OptionalDouble.empty()))
                .and("passed", result.passed(metric))
                .map();
    }
}
