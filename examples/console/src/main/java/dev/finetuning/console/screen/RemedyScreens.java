package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.EventStream;
import dev.finetuning.console.shelf.DatasetChange;
import dev.finetuning.console.shelf.RemedyChoice;
import dev.finetuning.console.shelf.RemedyDesk;
import dev.finetuning.console.shelf.RemedyTrial;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.console.view.ChangeView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a remedy would do to a dataset, and how far it has come to do it. */
final class RemedyScreens {
    private static final String ONE = "/datasets/{dataset}/remedies/{remedy}";
    private static final int CHANGES_SHOWN = 50;

    private RemedyScreens() {}

    static void serve(Screens screens) {
        screens.get(ONE, RemedyScreens::preview);
        screens.get(ONE + "/live", RemedyScreens::live);
        screens.post(ONE, Right.WRITE, RemedyScreens::apply);
        screens.get("/datasets/{dataset}/change/live", RemedyScreens::liveChange);
        screens.post("/datasets/{dataset}/change/cancel", Right.WRITE, RemedyScreens::cancel);
    }

    private static RemedyDesk desk(ScreenCall call) {
        return call.workspace().remedies();
    }

    private static RemedyChoice choice(ScreenCall call) {
        return RemedyChoice.of(call.path("remedy"));
    }

    private static void preview(ScreenCall call) {
        StoredDataset dataset = DatasetScreens.of(call);
        RemedyTrial trial = desk(call).look(dataset, choice(call), DatasetScreens.PAGE_PATIENCE);
        call.show(
                "remedy",
                choice(call).label(),
                DatasetScreens.SECTION,
                Map.of(
                        "dataset",
                        dataset,
                        "choice",
                        choice(call),
                        "trial",
                        trial,
                        "changes",
                        trial.outcome()
                                .map(outcome -> outcome.first().stream()
                                        .limit(CHANGES_SHOWN)
                                        .map(ChangeView::of)
                                        .toList())
                                .orElse(List.of())));
    }

    private static void live(ScreenCall call) {
        StoredDataset dataset = DatasetScreens.of(call);
        RemedyChoice choice = choice(call);
        EventStream.open(call.context()).follow(() -> {
            RemedyTrial trial = desk(call).look(dataset, choice, Duration.ZERO);
            return new EventStream.Look(
                    call.part("trying", Map.of("trial", trial)), trial.outcome().isPresent());
        });
    }

    private static void apply(ScreenCall call) {
        StoredDataset dataset = DatasetScreens.of(call);
        int revision = call.form().whole("revision", 1, Integer.MAX_VALUE).orElseThrow();
        StoredDataset after =
                desk(call).apply(dataset, revision, choice(call), call.caller().who());
        boolean done = after.current().number() > revision;
        call.done(
                DatasetScreens.link(after),
                done
                        ? after.current().why() + ". This is revision "
                                + after.current().number() + "."
                        : choice(call).label() + ": this has begun. A revision is made when it is over.");
    }

    /** How far the change of a dataset has come, until there is none. */
    private static void liveChange(ScreenCall call) {
        StoredDataset dataset = DatasetScreens.of(call);
        EventStream.open(call.context()).follow(() -> {
            Optional<DatasetChange> change = desk(call).change(dataset);
            boolean goesOn = change.filter(one -> one.failure().isEmpty()).isPresent();
            return new EventStream.Look(call.part("changing", Map.of("change", change)), !goesOn);
        });
    }

    private static void cancel(ScreenCall call) {
        StoredDataset dataset = DatasetScreens.of(call);
        desk(call).cancel(dataset);
        call.done(DatasetScreens.link(dataset), "The remedy is not applied");
    }
}
