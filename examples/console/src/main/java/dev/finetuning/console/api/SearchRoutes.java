package dev.finetuning.console.api;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.work.SearchDesk;
import dev.finetuning.console.work.StartedSearch;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.search.FreshMeasurement;
import dev.finetuning.search.SearchResult;
import dev.finetuning.search.Trial;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Searches: start, follow, cancel, promote the winner. */
final class SearchRoutes {
    private SearchRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/searches", "Searches for the best settings, newest first")
                        .returns(200, "Searches")
                        .by(call -> Map.of(
                                "searches",
                                desk(call).all().stream()
                                        .map(SearchRoutes::json)
                                        .toList())),
                ApiRoute.post("/api/searches", "Starts a search; the same order again is carried out once")
                        .body("SearchOrder")
                        .failing(404, 502)
                        .returns(201, "Search")
                        .by(call -> json(desk(call).start(call.fields(), call.caller()))),
                ApiRoute.get("/api/searches/{search}", "One search with its trials, the best first")
                        .returns(200, "Search")
                        .by(call -> json(desk(call).search(call.path("search")))),
                ApiRoute.post("/api/searches/{search}/cancel", "Ends a search for good")
                        .returns(200, "Search")
                        .by(call -> json(desk(call).cancel(call.path("search"), call.caller()))),
                ApiRoute.post(
                                "/api/searches/{search}/promotion",
                                "Measures the winner on fresh examples; the gates then decide")
                        .needs(Right.APPROVE)
                        .returns(202, "Search")
                        .by(call -> json(desk(call).promote(call.path("search"), call.caller()))));
    }

    private static SearchDesk desk(ApiCall call) {
        return call.workspace().searches();
    }

    private static Map<String, Object> json(StartedSearch search) {
        SearchResult result = search.result();
        return JsonFields.with("name", search.order().name())
                .and("status", search.status().name())
                .and("model", search.order().source().model())
                .and("baseModel", search.order().source().baseModel())
                .and("dataset", search.order().source().dataset())
                .and("revision", search.order().source().revision())
                .and("objective", result.objective().name())
                .and("better", result.objective().direction().name())
                .and("by", search.by())
                .and("at", search.at().toString())
                .and("end", result.end().map(Enum::name))
                .and("spent", result.spent().map(RunRoutes::json))
                .and("budget", result.budget().map(RunRoutes::json))
                .and("winner", result.winner().map(Trial::number))
                .and("preparing", search.preparing())
                .and("promotionWantedBy", search.promotion())
                .and("fresh", result.fresh().map(SearchRoutes::json))
                .and(
                        "trials",
                        search.ranked().stream()
                                .map(trial -> json(search, trial))
                                .toList())
                .map();
    }

    private static Map<String, Object> json(StartedSearch search, Trial trial) {
        return JsonFields.with("number", trial.number())
                .and("settings", trial.settings().values())
                .and("outcome", trial.outcome().name())
                .and("value", trial.value())
                .and("cost", trial.cost().map(RunRoutes::json))
                .and("run", trial.runId().or(() -> search.run(trial.number()).map(FineTuningRun::id)))
                .and("version", trial.version())
                .and("note", trial.note())
                .map();
    }

    private static Map<String, Object> json(FreshMeasurement fresh) {
        return JsonFields.with("trial", fresh.trial())
                .and("version", fresh.version())
                .and("promoted", fresh.promoted())
                .and("note", fresh.note())
                .and(
                        "metrics",
                        fresh.metrics().stream()
                                .map(metric -> JsonFields.with("metric", metric.name())
                                        .and("fresh", OptionalDouble.of(metric.fresh()))
                                        .and("inSearch", metric.inSearch())
                                        .and("cases", metric.cases())
                                        .map())
                                .toList())
                .map();
    }
}
