package dev.finetuning.console.api;

import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.input.Fields;
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
                        .by(EvaluationRoutes::cases),
                ApiRoute.get("/api/evaluations/{run}/pairs", "The pairs of answers that this person has not judged")
                        .returns(200, "Pairs")
                        .by(EvaluationRoutes::pairs),
                ApiRoute.post("/api/evaluations/{run}/judgements", "Says which answer of a pair is better")
                        .body("Judgement")
                        .returns(204, "")
                        .by(EvaluationRoutes::judge),
                ApiRoute.get("/api/evaluations/{run}/judgements", "What people prefer so far")
                        .returns(200, "Judgements")
                        .by(EvaluationRoutes::judgements));
    }

    private static Object pairs(ApiCall call) {
        String run = call.path("run");
        return JsonFields.with("total", call.workspace().judging().pairs(run))
                .and(
                        "remaining",
                        call.workspace().judging().remaining(run, call.caller()).stream()
                                .map(pair -> JsonFields.with("item", pair.item())
                                        .and("question", pair.question())
                                        .and("left", pair.left())
                                        .and("right", pair.right())
                                        .map())
                                .toList())
                .map();
    }

    private static Object judge(ApiCall call) {
        Fields fields = call.fields();
        call.workspace()
                .judging()
                .rate(call.path("run"), fields.require("item"), fields.require("preference"), call.caller());
        return "";
    }

    private static Object judgements(ApiCall call) {
        String run = call.path("run");
        JsonFields fields = JsonFields.with("pairs", call.workspace().judging().pairs(run));
        call.workspace()
                .judging()
                .result(run)
                .ifPresent(result -> fields.and(
                                "preference",
                                OptionalDouble.of(result.preference().value()))
                        .and("low", OptionalDouble.of(result.preference().low()))
                        .and("high", OptionalDouble.of(result.preference().high()))
                        .and("pValue", OptionalDouble.of(result.pValue()))
                        .and("agreement", OptionalDouble.of(result.agreement())));
        return fields.map();
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
