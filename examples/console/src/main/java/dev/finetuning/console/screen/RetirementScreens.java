package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.view.Show;
import dev.finetuning.console.work.RetirementDesk;
import dev.finetuning.notification.Retirement;
import dev.finetuning.registry.version.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What of ours stops answering, when, what calls it, and its training on a successor. */
final class RetirementScreens {
    private static final String LIST = "/retirements";

    private RetirementScreens() {}

    static void serve(Screens screens) {
        screens.get(
                LIST,
                call -> call.show(
                        "retirements",
                        "Shutdown dates",
                        "retrainings",
                        Map.of(
                                "retirements", ahead(call),
                                "baseModels", call.workspace().provider().baseModels())));
        screens.post(LIST, Right.WRITE, call -> {
            desk(call).announce(call.form(), call.caller());
            call.done(LIST, "Noted when " + call.form().require("baseModel") + " ends");
        });
        screens.post(LIST + "/look", Right.WRITE, call -> {
            int changed = desk(call).look();
            call.done(LIST, "The provider was asked; " + Show.count(changed, "date is", "dates are") + " new");
        });
        screens.post("/models/{model}/versions/{version}/successor", Right.WRITE, call -> {
            ModelVersion version = call.workspace().models().version(call.path("model") + "@" + call.path("version"));
            String run = desk(call).succeed(version, call.form().require("baseModel"), call.caller());
            call.done("/runs/" + run, "The successor of " + version.id() + " is being trained");
        });
    }

    private static RetirementDesk desk(ScreenCall call) {
        return call.workspace().retirements();
    }

    static List<Retirement> ahead(ScreenCall call) {
        return desk(call).before(Instant.MAX);
    }
}
