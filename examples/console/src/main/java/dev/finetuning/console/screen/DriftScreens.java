package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.view.Show;
import dev.finetuning.console.work.DriftDesk;
import dev.finetuning.console.work.WatchedVersion;
import dev.finetuning.registry.version.ModelVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Drift: the versions that are watched with a form for another, and one of them with what rang and when. */
final class DriftScreens {
    private static final String SECTION = "drift";
    private static final String ONE = "/drift/{version}";

    private DriftScreens() {}

    static void serve(Screens screens) {
        screens.get("/drift", DriftScreens::list);
        screens.post("/drift", Right.WRITE, call -> {
            WatchedVersion watched = desk(call).start(call.form().require("version"), call.caller());
            call.done(link(watched), watched.version() + " is watched from now on");
        });
        screens.get(ONE, call -> {
            WatchedVersion watched = desk(call).of(call.path("version"));
            call.show("driftwatch", "Drift of " + watched.version(), SECTION, Map.of("watched", watched));
        });
        screens.post(ONE + "/values", Right.WRITE, call -> {
            WatchedVersion watched = desk(call).see(call.path("version"), call.form());
            call.done(link(watched), watched.rings() ? "Noted; there is an alarm" : "Noted");
        });
        screens.post(ONE + "/restart", Right.APPROVE, call -> {
            String what = call.form().require("what");
            WatchedVersion watched = desk(call).restart(call.path("version"), what, call.caller());
            call.done(link(watched), "The watch over " + what + " begins anew");
        });
    }

    /** Versions in use first, since they are what can drift. */
    private static void list(ScreenCall call) {
        List<WatchedVersion> watched = desk(call).all();
        Set<String> known = watched.stream().map(WatchedVersion::version).collect(Collectors.toSet());
        List<ModelVersion> others = call.workspace().models().models().stream()
                .flatMap(model -> model.versions().stream())
                .filter(version -> !known.contains(version.id()))
                .sorted((a, b) ->
                        Boolean.compare(a.aliases().isEmpty(), b.aliases().isEmpty()))
                .toList();
        call.show("drift", "Drift", SECTION, Map.of("watches", watched, "versions", others));
    }

    private static DriftDesk desk(ScreenCall call) {
        return call.workspace().drift();
    }

    private static String link(WatchedVersion watched) {
        return "/drift/" + Show.path(watched.version());
    }
}
