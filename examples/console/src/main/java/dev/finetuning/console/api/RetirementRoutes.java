package dev.finetuning.console.api;

import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.work.RetirementDesk;
import dev.finetuning.notification.Retirement;
import dev.finetuning.registry.version.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What stops answering, when, and its training on a successor. */
final class RetirementRoutes {
    private RetirementRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/retirements", "The versions that stop answering, earliest first")
                        .query("before", "Time")
                        .returns(200, "Retirements")
                        .by(call -> Map.of(
                                "retirements",
                                desk(call).before(call.query().time("before").orElse(Instant.MAX)).stream()
                                        .map(RetirementRoutes::json)
                                        .toList())),
                ApiRoute.post("/api/retirements", "Notes when a base model ends")
                        .body("BaseModelEnd")
                        .returns(204, "")
                        .by(call -> {
                            desk(call).announce(call.fields(), call.caller());
                            return "";
                        }),
                ApiRoute.post("/api/retirements/look", "Asks the provider for dates")
                        .failing(502)
                        .returns(200, "NewDates")
                        .by(call -> Map.of("changed", desk(call).look())),
                ApiRoute.post(
                                "/api/models/{model}/versions/{version}/successor",
                                "Trains a version again on another base model; the same order again is carried out once")
                        .body("SuccessorOrder")
                        .failing(502)
                        .returns(201, "Run")
                        .by(RetirementRoutes::succeed));
    }

    private static RetirementDesk desk(ApiCall call) {
        return call.workspace().retirements();
    }

    private static Object succeed(ApiCall call) {
        ModelVersion version = call.workspace().models().version(call.path("model") + "@" + call.path("version"));
        String run = desk(call).succeed(version, call.fields().require("baseModel"), call.caller());
        return RunRoutes.json(call.workspace().training().run(run));
    }

    private static Map<String, Object> json(Retirement retirement) {
        ModelVersion version = retirement.version();
        return JsonFields.with("version", version.id())
                .and("baseModel", version.lineage().baseModel())
                .and("at", retirement.at().toString())
                .and("source", retirement.source())
                .and(
                        "calledAs",
                        version.aliases().stream()
                                .map(alias -> alias.name())
                                .sorted()
                                .toList())
                .map();
    }
}
