package dev.finetuning.console.api;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunQuery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** For schedulers and monitoring: who am I, move the runs, health, figures. */
final class MonitorRoutes {
    private MonitorRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/me", "Whose token this is")
                        .returns(200, "Caller")
                        .by(call -> JsonFields.with("who", call.caller().who())
                                .and("tenant", call.caller().tenant())
                                .and("right", call.caller().right().word())
                                .map()),
                ApiRoute.post("/api/monitor/advance", "Moves what is under way for the tenant, for a cron job")
                        .needs(Right.WRITE)
                        .returns(200, "Advanced")
                        .by(call -> Map.of("moved", call.workspace().advanceAll())),
                ApiRoute.get("/api/monitor/health", "Whether journal and datasets can be read")
                        .failing(503)
                        .returns(200, "Health")
                        .by(MonitorRoutes::health),
                ApiRoute.get("/api/monitor/metrics", "Figures of the tenant for Prometheus")
                        .returns(200, "text/plain", "Text")
                        .by(MonitorRoutes::metrics));
    }

    private static Object health(ApiCall call) {
        return JsonFields.with("status", "UP")
                .and("datasets", call.workspace().datasets().all().size())
                .and("models", call.workspace().models().models().size())
                .and("provider", call.workspace().capabilities().provider())
                .map();
    }

    private static Object metrics(ApiCall call) {
        Map<String, Long> runs = new TreeMap<>();
        for (FineTuningRun run : call.workspace().training().runs(RunQuery.ALL)) {
            runs.merge(run.status().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
        }
        StringBuilder text = new StringBuilder("# TYPE fine_tuning_runs gauge\n");
        runs.forEach((status, count) -> text.append("fine_tuning_runs{status=\"")
                .append(status)
                .append("\"} ")
                .append(count)
                .append('\n'));
        text.append("# TYPE fine_tuning_datasets gauge\nfine_tuning_datasets ")
                .append(call.workspace().datasets().all().size())
                .append("\n# TYPE fine_tuning_models gauge\nfine_tuning_models ")
                .append(call.workspace().models().models().size())
                .append("\n# TYPE fine_tuning_review_open gauge\nfine_tuning_review_open ")
                .append(call.workspace().review().open())
                .append('\n');
        call.context()
                .contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(text.toString().getBytes(StandardCharsets.UTF_8));
        return "";
    }
}
