package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.work.BlindJudging;
import dev.finetuning.eval.human.BlindPair;
import dev.finetuning.run.FineTuningRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two answers beside each other, without saying whose they are, decided by a click or a key. */
final class BlindScreens {
    private BlindScreens() {}

    static void serve(Screens screens) {
        screens.get("/evaluations/{run}/blind", BlindScreens::next);
        screens.post("/evaluations/{run}/blind", Right.WRITE, call -> {
            Fields form = call.form();
            judging(call).rate(run(call).id(), form.require("item"), form.require("preference"), call.caller());
            call.done("/evaluations/" + run(call).id() + "/blind", "Judged");
        });
    }

    private static BlindJudging judging(ScreenCall call) {
        return call.workspace().judging();
    }

    private static FineTuningRun run(ScreenCall call) {
        return call.workspace().training().run(call.path("run"));
    }

    private static void next(ScreenCall call) {
        FineTuningRun run = run(call);
        List<BlindPair> remaining = judging(call).remaining(run.id(), call.caller());
        int pairs = judging(call).pairs(run.id());
        Map<String, Object> values = new HashMap<>();
        values.put("run", run);
        values.put("pairs", remaining.stream().limit(1).toList());
        values.put("judged", pairs - remaining.size());
        values.put("total", pairs);
        // who still judges must not see how it stands
        values.put("result", remaining.isEmpty() ? judging(call).result(run.id()) : Optional.empty());
        call.show("blind", "Judge blindly", "evaluations", values);
    }
}
