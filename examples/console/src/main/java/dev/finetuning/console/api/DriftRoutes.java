package dev.finetuning.console.api;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.work.DriftDesk;
import dev.finetuning.console.work.WatchedVersion;
import dev.finetuning.drift.Drift;
import dev.finetuning.drift.DriftState;
import java.util.List;
import java.util.Map;

/** Drift: which versions are watched, what was seen of them, and whether it is still what was measured. */
final class DriftRoutes {
    private static final String ONE = "/api/drift/{version}";

    private DriftRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/drift", "The versions that are watched, newest first")
                        .returns(200, "DriftWatches")
                        .by(call -> Map.of(
                                "watches",
                                desk(call).all().stream().map(DriftRoutes::json).toList())),
                ApiRoute.post("/api/drift", "Has a version watched; the same again is carried out once")
                        .body("NewDriftWatch")
                        .failing(404)
                        .returns(201, "DriftWatch")
                        .by(call -> json(desk(call).start(call.fields().require("version"), call.caller()))),
                ApiRoute.get(ONE, "What is watched of a version, such as support@1.0.0, and how it stands")
                        .returns(200, "DriftWatch")
                        .by(call -> json(desk(call).of(call.path("version")))),
                ApiRoute.post(ONE + "/values", "Takes a question, of which the length is kept, a score, or both")
                        .body("DriftValue")
                        .returns(200, "DriftWatch")
                        .by(call -> json(desk(call).see(call.path("version"), call.fields()))),
                ApiRoute.post(ONE + "/restart", "Begins anew after an alarm")
                        .needs(Right.APPROVE)
                        .body("DriftRestart")
                        .returns(200, "DriftWatch")
                        .by(call -> json(desk(call)
                                .restart(call.path("version"), call.fields().require("what"), call.caller()))));
    }

    private static DriftDesk desk(ApiCall call) {
        return call.workspace().drift();
    }

    private static Map<String, Object> json(WatchedVersion watched) {
        return JsonFields.with("version", watched.version())
                .and("by", watched.by())
                .and("at", watched.at().toString())
                .and("rings", watched.rings())
                .and("watched", watched.states().stream().map(DriftRoutes::json).toList())
                .map();
    }

    private static Map<String, Object> json(DriftState state) {
        return JsonFields.with("what", state.what())
                .and("expected", state.expected())
                .and("values", state.observations())
                .and("recent", state.recent())
                .and("evidence", state.evidence())
                .and("alarmAt", state.alarmAt())
                .and("rangAt", state.alarm().map(alarm -> alarm.at().toString()))
                .and("alarm", state.alarm().map(Drift::text))
                .map();
    }
}
