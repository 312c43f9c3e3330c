package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.EventStream;
import dev.finetuning.console.shelf.ExampleEdits;
import dev.finetuning.console.view.Show;
import dev.finetuning.console.work.DatasetFeed;
import dev.finetuning.console.work.Handed;
import dev.finetuning.console.work.Retraining;
import dev.finetuning.console.work.RetrainingDesk;
import dev.finetuning.example.Example;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models that are trained as examples arrive: how, what waits, and the rounds so far. */
final class RetrainingScreens {
    private static final String SECTION = "retrainings";
    private static final int REFUSED_SHOWN = 20;
    private static final String ONE = "/retrainings/{model}";

    private RetrainingScreens() {}

    static void serve(Screens screens) {
        screens.get("/retrainings", RetrainingScreens::list);
        screens.post("/retrainings", Right.WRITE, call -> {
            Retraining retraining = desk(call).define(call.form(), call.caller());
            call.done(
                    link(retraining),
                    "From now on it is trained " + retraining.order().when().text());
        });
        screens.get(ONE, RetrainingScreens::one);
        screens.post(ONE + "/example", Right.WRITE, call -> feed(call, List.of(ExampleEdits.example(call.form()))));
        screens.post(ONE + "/dataset", Right.WRITE, RetrainingScreens::handIn);
        screens.get(ONE + "/live", RetrainingScreens::live);
        screens.post(
                ONE + "/reviewed",
                Right.WRITE,
                call -> feed(call, call.workspace().review().accepted()));
        screens.post(ONE + "/rounds", Right.WRITE, call -> {
            Retraining retraining = desk(call).train(call.path("model"), call.caller());
            call.done(link(retraining), "A round has begun");
        });
        screens.post(ONE + "/pause", Right.WRITE, call -> {
            Retraining retraining = desk(call).pause(call.path("model"), call.caller());
            call.done(link(retraining), "No further round begins until somebody resumes it");
        });
        screens.post(ONE + "/resume", Right.WRITE, call -> {
            Retraining retraining = desk(call).resume(call.path("model"), call.caller());
            call.done(link(retraining), "Rounds begin again");
        });
    }

    private static RetrainingDesk desk(ScreenCall call) {
        return call.workspace().retrainings();
    }

    private static String link(Retraining retraining) {
        return "/retrainings/" + Show.path(retraining.order().model());
    }

    private static void feed(ScreenCall call, List<? extends Example> examples) {
        String model = call.path("model");
        call.done(
                "/retrainings/" + Show.path(model),
                Handed.of(desk(call).feed(model, examples)).text());
    }

    private static void handIn(ScreenCall call) {
        String model = call.path("model");
        DatasetFeed feed = desk(call).handIn(model, call.form(), call.caller());
        String stands = feed.status() == DatasetFeed.Status.ACTIVE ? " is being handed in: " : ": ";
        call.done("/retrainings/" + Show.path(model), feed.name() + stands + feed.note());
    }

    /** How far datasets have come that are being handed in. */
    private static void live(ScreenCall call) {
        String model = desk(call).of(call.path("model")).order().model();
        EventStream.open(call.context()).follow(() -> {
            Retraining now = desk(call).of(model);
            return new EventStream.Look(call.part("feeds", Map.of("feeds", now.feeds())), !now.fed());
        });
    }

    private static void list(ScreenCall call) {
        call.show(
                "retrainings",
                "Retraining",
                SECTION,
                Map.of(
                        "retrainings", desk(call).all(),
                        "retirements", RetirementScreens.ahead(call),
                        "baseModels", call.workspace().provider().baseModels()));
    }

    private static void one(ScreenCall call) {
        Retraining retraining = desk(call).of(call.path("model"));
        Map<String, Object> values = new HashMap<>();
        values.put("retraining", retraining);
        values.put("rounds", reversed(retraining.rounds()));
        values.put("rejected", reversed(desk(call).refused(retraining.order().model(), REFUSED_SHOWN)));
        values.put("datasets", call.workspace().datasets().all());
        values.put("accepted", call.workspace().review().accepted().size());
        values.put("baseModels", call.workspace().provider().baseModels());
        call.show("retraining", "Retraining of " + retraining.order().model(), SECTION, values);
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> newest = new ArrayList<>(list);
        Collections.reverse(newest);
        return newest;
    }
}
