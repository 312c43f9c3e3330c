package dev.finetuning.console.api;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.EventStream;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.work.TrainingDesk;
import dev.finetuning.console.work.TrainingOrder;
import dev.finetuning.console.work.TrainingQuote;
import dev.finetuning.cost.Money;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStatus;
import dev.finetuning.training.TrainingEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs: quote, start, follow, cancel. */
final class RunRoutes {
    private RunRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/runs", "Runs, newest first")
                        .query("status", "RunStatus")
                        .query("model", "Name")
                        .query("limit", "Limit")
                        .returns(200, "Runs")
                        .by(RunRoutes::runs),
                ApiRoute.post(
                                "/api/runs",
                                "Starts a run, whose data is prepared meanwhile (stage PREPARE); an order with the"
                                        + " same key is carried out once")
                        .body("TrainingOrder")
                        .failing(404, 502)
                        .returns(201, "Run")
                        .by(RunRoutes::start),
                ApiRoute.post("/api/runs/quote", "What an order would do and cost; sends nothing")
                        .needs(Right.READ)
                        .body("TrainingOrder")
                        .failing(404)
                        .returns(200, "Quote")
                        .by(RunRoutes::quote),
                ApiRoute.get("/api/runs/{run}", "One run")
                        .returns(200, "Run")
                        .by(call -> json(call.workspace().training().run(call.path("run")))),
                ApiRoute.get("/api/runs/{run}/events", "What its job reported, with metrics")
                        .failing(502)
                        .returns(200, "Events")
                        .by(RunRoutes::events),
                ApiRoute.get("/api/runs/{run}/stream", "The run whenever it changes, until it is over")
                        .failing(502)
                        .returns(200, "text/event-stream", "Stream")
                        .by(RunRoutes::stream),
                ApiRoute.post("/api/runs/{run}/cancel", "Requests the end of a run")
                        .returns(200, "Run")
                        .by(call -> json(call.workspace().training().cancel(call.path("run"), call.caller()))),
                ApiRoute.post("/api/runs/{run}/extend", "Lets a run that has timed out go on")
                        .returns(200, "Run")
                        .by(call -> json(call.workspace().training().extend(call.path("run"), call.caller()))),
                ApiRoute.post("/api/runs/{run}/resend", "Confirms that its job was not created")
                        .returns(200, "Run")
                        .by(call -> json(call.workspace().training().allowResend(call.path("run"), call.caller()))));
    }

    private static Object runs(ApiCall call) {
        Fields query = call.query();
        RunQuery wanted = RunQuery.ALL;
        if (query.text("model").isPresent()) {
            wanted = wanted.withName(query.require("model"));
        }
        if (query.text("status").isPresent()) {
            wanted = wanted.withStatus(status(query.require("status")));
        }
        return Map.of(
                "runs",
                call.workspace().training().runs(wanted).stream()
                        .limit(query.whole("limit", 1, 1_000).orElse(100))
                        .map(RunRoutes::json)
                        .toList());
    }

    private static RunStatus status(String name) {
        return Arrays.stream(RunStatus.values())
                .filter(status -> status.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid("status", "is not a status of runs"));
    }

    private static Object start(ApiCall call) {
        TrainingDesk training = call.workspace().training();
        return json(training.run(training.start(TrainingOrder.of(call.fields()), call.caller())));
    }

    private static Object quote(ApiCall call) {
        TrainingQuote quote = call.workspace().training().quote(TrainingOrder.of(call.fields()));
        return JsonFields.with("train", quote.train())
                .and("validation", quote.validation())
                .and("test", quote.test())
                .and("trainedTokens", quote.cost().trainedTokens())
                .and("epochs", quote.cost().epochs())
                .and("cost", quote.cost().training().map(RunRoutes::json))
                .and("objections", quote.objections())
                .map();
    }

    private static Object events(ApiCall call) {
        return Map.of(
                "events",
                call.workspace().training().events(call.path("run")).stream()
                        .map(RunRoutes::json)
                        .toList());
    }

    private static Object stream(ApiCall call) {
        TrainingDesk training = call.workspace().training();
        String run = training.run(call.path("run")).id();
        EventStream.open(call.context()).follow(() -> {
            FineTuningRun now = training.run(run);
            return new EventStream.Look(json(now), now.status() != RunStatus.ACTIVE);
        });
        return "";
    }

    static Map<String, Object> json(FineTuningRun run) {
        return JsonFields.with("id", run.id())
                .and("model", run.name())
                .and("status", run.status().name())
                .and(
                        "stage",
                        TrainingDesk.isPreparing(run) ? "PREPARE" : run.stage().name())
                .and("startedAt", run.startedAt().toString())
                .and("updatedAt", run.updatedAt().toString())
                .and("labels", run.labels())
                .and("job", run.job().id())
                .and("jobStatus", run.job().status())
                .and("metrics", run.job().metrics())
                .and("trainedTokens", run.job().trainedTokens())
                .and("loss", run.loss())
                .and("cost", run.costSoFar().map(RunRoutes::json))
                .and("version", run.version())
                .and("promoted", run.promoted())
                .and("note", run.note())
                .map();
    }

    static Map<String, Object> json(Money money) {
        return Map.of(
                "amount",
                money.amount().toPlainString(),
                "currency",
                money.currency().getCurrencyCode());
    }

    private static Map<String, Object> json(TrainingEvent event) {
        return JsonFields.with("id", event.id())
                .and("at", event.createdAt().toString())
                .and("level", event.level().name())
                .and("type", event.type())
                .and("message", event.message())
                .and("metrics", event.metrics())
                .map();
    }
}
