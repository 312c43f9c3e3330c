package dev.finetuning.console.api;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.work.ExperimentDesk;
import dev.finetuning.console.work.TrafficTest;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A/B experiments: start, ask, score, follow, end. */
final class ExperimentRoutes {
    private static final String ONE = "/api/experiments/{experiment}";
    private static final int MAX_QUESTION = 20_000;

    private ExperimentRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/experiments", "A/B experiments, newest first")
                        .returns(200, "Experiments")
                        .by(call -> Map.of(
                                "experiments",
                                desk(call).all().stream()
                                        .map(ExperimentRoutes::json)
                                        .toList())),
                ApiRoute.post("/api/experiments", "Starts an experiment; the same again is carried out once")
                        .needs(Right.APPROVE)
                        .body("NewExperiment")
                        .failing(404)
                        .returns(201, "Experiment")
                        .by(call -> json(desk(call).start(call.fields(), call.caller()))),
                ApiRoute.get(ONE, "One experiment with its verdict so far")
                        .returns(200, "Experiment")
                        .by(call -> json(desk(call).experiment(call.path("experiment")))),
                ApiRoute.post(ONE + "/answers", "Asks one of the two versions")
                        .needs(Right.READ)
                        .body("ExperimentQuestion")
                        .failing(502)
                        .returns(200, "Answer")
                        .by(ExperimentRoutes::ask),
                ApiRoute.post(ONE + "/scores", "Records how good an answer of a version was")
                        .body("ExperimentScore")
                        .returns(204, "")
                        .by(call -> {
                            desk(call).score(call.path("experiment"), call.fields());
                            return "";
                        }),
                ApiRoute.post(ONE + "/end", "Ends an experiment; its figures stay")
                        .needs(Right.APPROVE)
                        .returns(200, "Experiment")
                        .by(call -> json(desk(call).end(call.path("experiment"), call.caller()))));
    }

    private static ExperimentDesk desk(ApiCall call) {
        return call.workspace().experiments();
    }

    private static Object ask(ApiCall call) {
        Fields fields = call.fields();
        String question = fields.text("question", MAX_QUESTION)
                .orElseThrow(() -> RefusedException.invalid("question", "must be given"));
        String key = fields.text("key", 200).orElseThrow(() -> RefusedException.invalid("key", "must be given"));
        ExperimentDesk.Answer answer = desk(call).ask(call.path("experiment"), key, question);
        return ModelRoutes.json(answer.version(), answer.reply());
    }

    private static Map<String, Object> json(TrafficTest experiment) {
        TrafficTest.Setup setup = experiment.setup();
        TrafficTest.Progress progress = experiment.progress();
        return JsonFields.with("name", setup.name())
                .and("model", setup.model())
                .and("control", setup.control())
                .and("treatment", setup.treatment())
                .and("share", setup.share())
                .and("alpha", setup.alpha())
                .and("by", setup.by())
                .and("at", setup.at().toString())
                .and("endedBy", experiment.ended())
                .and("scoredControl", progress.control())
                .and("scoredTreatment", progress.treatment())
                .and("difference", OptionalDouble.of(progress.difference().value()))
                .and("low", OptionalDouble.of(progress.difference().low()))
                .and("high", OptionalDouble.of(progress.difference().high()))
                .and("pValue", OptionalDouble.of(progress.pValue()))
                .and("verdict", progress.verdict().name())
                .and("sentence", progress.sentence())
                .map();
    }
}
