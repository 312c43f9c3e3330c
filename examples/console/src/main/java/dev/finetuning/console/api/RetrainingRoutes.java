package dev.finetuning.console.api;

import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.work.DatasetFeed;
import dev.finetuning.console.work.Retraining;
import dev.finetuning.console.work.RetrainingDesk;
import dev.finetuning.retraining.Receipt;
import dev.finetuning.retraining.TrainingRound;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Models that are trained as examples arrive: define, feed, begin a round, pause. */
final class RetrainingRoutes {
    private static final String ONE = "/api/retrainings/{model}";

    private RetrainingRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/retrainings", "The models that are trained as examples arrive")
                        .returns(200, "Retrainings")
                        .by(call -> Map.of(
                                "retrainings",
                                desk(call).all().stream()
                                        .map(RetrainingRoutes::json)
                                        .toList())),
                ApiRoute.post("/api/retrainings", "Says how a model is trained from now on")
                        .body("RetrainingOrder")
                        .failing(502)
                        .returns(201, "Retraining")
                        .by(call -> json(desk(call).define(call.fields(), call.caller()))),
                ApiRoute.get(ONE, "One of them, with its queue and its rounds")
                        .returns(200, "Retraining")
                        .by(call -> json(desk(call).of(call.path("model")))),
                ApiRoute.post(ONE + "/examples", "Hands in examples; the same content again changes nothing")
                        .body("MoreExamples")
                        .returns(200, "Receipts")
                        .by(RetrainingRoutes::feed),
                ApiRoute.post(ONE + "/datasets", "Hands in all examples of a dataset, of any size, meanwhile")
                        .body("HandedDataset")
                        .returns(202, "Retraining")
                        .by(RetrainingRoutes::handIn),
                ApiRoute.post(ONE + "/rounds", "Begins a round now, whatever was said about when")
                        .returns(201, "Retraining")
                        .by(call -> json(desk(call).train(call.path("model"), call.caller()))),
                ApiRoute.post(ONE + "/pause", "Lets no further round begin")
                        .returns(200, "Retraining")
                        .by(call -> json(desk(call).pause(call.path("model"), call.caller()))),
                ApiRoute.post(ONE + "/resumption", "Lets rounds begin again")
                        .returns(200, "Retraining")
                        .by(call -> json(desk(call).resume(call.path("model"), call.caller()))));
    }

    private static RetrainingDesk desk(ApiCall call) {
        return call.workspace().retrainings();
    }

    private static Object feed(ApiCall call) {
        List<Receipt> receipts = desk(call)
                .feed(call.path("model"), DatasetRoutes.examples(call.json().path("examples")));
        return Map.of(
                "receipts",
                receipts.stream()
                        .map(receipt -> Map.of(
                                "outcome",
                                receipt.outcome().name(),
                                "findings",
                                receipt.findings().stream()
                                        .map(finding -> finding.code() + ": " + finding.message())
                                        .toList()))
                        .toList());
    }

    private static Object handIn(ApiCall call) {
        desk(call).handIn(call.path("model"), call.fields(), call.caller());
        return json(desk(call).of(call.path("model")));
    }

    private static Map<String, Object> json(Retraining retraining) {
        JsonFields fields = JsonFields.with("model", retraining.order().model())
                .and("baseModel", retraining.order().baseModel())
                .and("when", retraining.order().when().text())
                .and("promote", retraining.order().promote())
                .and("by", retraining.by())
                .and("at", retraining.at().toString())
                .and("pausedBy", retraining.paused())
                .and("waiting", retraining.waiting())
                .and("rejected", retraining.rejected());
        retraining.order().replay().ifPresent(share -> fields.and("replay", OptionalDouble.of(share)));
        return fields.and("budget", retraining.order().budget().map(RunRoutes::json))
                .and(
                        "datasets",
                        retraining.feeds().stream().map(RetrainingRoutes::json).toList())
                .and(
                        "rounds",
                        retraining.rounds().stream().map(RetrainingRoutes::json).toList())
                .map();
    }

    private static Map<String, Object> json(DatasetFeed feed) {
        return JsonFields.with("dataset", feed.dataset())
                .and("revision", feed.revision())
                .and("status", feed.status().name())
                .and("note", feed.note())
                .and("by", feed.by())
                .and("at", feed.at().toString())
                .map();
    }

    private static Map<String, Object> json(TrainingRound round) {
        return JsonFields.with("number", round.number())
                .and("outcome", round.outcome().name())
                .and("begunAt", round.begunAt().toString())
                .and("reason", round.reason())
                .and("endedAt", round.endedAt().map(Object::toString))
                .and("run", round.runId())
                .and("version", round.version())
                .and("promoted", round.promoted())
                .and("note", round.note())
                .map();
    }
}
