package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.EventStream;
import dev.finetuning.console.view.LossChart;
import dev.finetuning.console.view.RunStepView;
import dev.finetuning.console.work.TrainingDesk;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStatus;
import dev.finetuning.training.TrainingEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The list of runs, and one run with its loss curve as it grows. */
final class RunScreens {
    private static final String SECTION = "runs";
    private static final int EVENTS_SHOWN = 40;

    private RunScreens() {}

    static void serve(Screens screens) {
        screens.get(
                "/runs",
                call -> call.show(
                        "runs",
                        "Runs",
                        SECTION,
                        Map.of("runs", call.workspace().training().runs(RunQuery.ALL))));
        screens.get("/runs/{run}", call -> {
            Map<String, Object> values = new HashMap<>(values(call, call.path("run")));
            values.put("measured", isMeasured(call));
            call.show("run", "Run of " + run(call).name(), SECTION, values);
        });
        screens.get("/runs/{run}/live", RunScreens::live);
        screens.post("/runs/{run}/cancel", Right.WRITE, call -> {
            call.workspace().training().cancel(run(call).id(), call.caller());
            back(call, "The run will end as soon as it can");
        });
        screens.post("/runs/{run}/extend", Right.WRITE, call -> {
            call.workspace().training().extend(run(call).id(), call.caller());
            back(call, "The run goes on");
        });
        screens.post("/runs/{run}/resend", Right.WRITE, call -> {
            call.workspace().training().allowResend(run(call).id(), call.caller());
            back(call, "The job may be sent again");
        });
    }

    private static boolean isMeasured(ScreenCall call) {
        return !TrainingDesk.isPreparing(run(call))
                && call.workspace().evaluations().of(call.path("run")).isPresent();
    }

    private static FineTuningRun run(ScreenCall call) {
        return call.workspace().training().run(call.path("run"));
    }

    private static void back(ScreenCall call, String notice) {
        call.done("/runs/" + run(call).id(), notice);
    }

    /** The changing part of the page, whenever it has changed. */
    private static void live(ScreenCall call) {
        String id = run(call).id();
        EventStream.open(call.context()).follow(() -> {
            RunStatus status = call.workspace().training().run(id).status();
            return new EventStream.Look(call.part("runpanel", values(call, id)), status != RunStatus.ACTIVE);
        });
    }

    private static Map<String, Object> values(ScreenCall call, String id) {
        TrainingDesk training = call.workspace().training();
        FineTuningRun run = training.run(id);
        List<TrainingEvent> events = training.events(id);
        List<TrainingEvent> newest = new ArrayList<>(events);
        Collections.reverse(newest);
        return Map.of(
                "run",
                run,
                "chart",
                LossChart.of(events),
                "steps",
                RunStepView.of(run),
                "events",
                newest.stream()
                        .filter(event -> !event.message().isBlank())
                        .limit(EVENTS_SHOWN)
                        .toList());
    }
}
