package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.EventStream;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.view.Show;
import dev.finetuning.console.view.TrialRow;
import dev.finetuning.console.work.SearchDesk;
import dev.finetuning.console.work.StartedSearch;
import dev.finetuning.eval.report.SearchReport;
import java.util.HashMap;
import java.util.Map;

/** The list of searches with a form for another, and one search with its figures and trials. */
final class SearchScreens {
    private static final String SECTION = "searches";

    private SearchScreens() {}

    static void serve(Screens screens) {
        screens.get("/searches", SearchScreens::list);
        screens.post("/searches", Right.WRITE, call -> {
            StartedSearch search = desk(call).start(call.form(), call.caller());
            call.done(link(search), "The search has started");
        });
        screens.get("/searches/{search}", call -> {
            StartedSearch search = search(call);
            call.show("search", "Search " + search.order().name(), SECTION, values(search));
        });
        screens.get("/searches/{search}/live", SearchScreens::live);
        screens.post("/searches/{search}/cancel", Right.WRITE, call -> {
            StartedSearch search = desk(call).cancel(call.path("search"), call.caller());
            call.done(link(search), "The search is cancelled; its trainings end as soon as they can");
        });
        screens.post("/searches/{search}/promote", Right.APPROVE, call -> {
            StartedSearch search = desk(call).promote(call.path("search"), call.caller());
            call.done(link(search), "The winner is being measured on fresh examples; then the gates decide");
        });
    }

    private static SearchDesk desk(ScreenCall call) {
        return call.workspace().searches();
    }

    private static StartedSearch search(ScreenCall call) {
        return desk(call).search(call.path("search"));
    }

    private static String link(StartedSearch search) {
        return "/searches/" + Show.path(search.order().name());
    }

    private static void list(ScreenCall call) {
        Fields query = call.query();
        call.show(
                "searches",
                "Search",
                SECTION,
                Map.of(
                        "searches", desk(call).all(),
                        "datasets", call.workspace().datasets().all(),
                        "baseModels", call.workspace().provider().baseModels(),
                        "chosen", query.text("dataset").orElse("")));
    }

    /** The changing part of the page, whenever it has changed. */
    private static void live(ScreenCall call) {
        String name = search(call).order().name();
        EventStream.open(call.context()).follow(() -> {
            StartedSearch now = desk(call).search(name);
            return new EventStream.Look(call.part("searchpanel", values(now)), !now.moves());
        });
    }

    private static Map<String, Object> values(StartedSearch search) {
        Map<String, Object> values = new HashMap<>();
        values.put("search", search);
        values.put("trials", TrialRow.of(search));
        values.put("figures", SearchReport.of(search.result()).figures());
        return values;
    }
}
