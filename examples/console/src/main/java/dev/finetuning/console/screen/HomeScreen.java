package dev.finetuning.console.screen;

import dev.finetuning.console.view.Need;
import dev.finetuning.console.view.Show;
import dev.finetuning.console.view.Tally;
import dev.finetuning.cost.Money;
import dev.finetuning.notification.Retirement;
import dev.finetuning.registry.RegisteredModel;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first page: what is going on, what needs a person, what it cost. */
final class HomeScreen {
    private static final int RECENT = 5;

    private HomeScreen() {}

    static void serve(Screens screens) {
        screens.get("/", HomeScreen::show);
    }

    private static void show(ScreenCall call) {
        List<FineTuningRun> runs = call.workspace().training().runs(RunQuery.ALL);
        List<RegisteredModel> models = call.workspace().models().models();
        call.show(
                "home",
                "Home",
                "home",
                Map.of(
                        "tally",
                        new Tally(
                                call.workspace().datasets().all().size(),
                                count(runs, RunStatus.ACTIVE),
                                models.size(),
                                spent(runs, call.now())),
                        "needs",
                        needs(call, runs),
                        "recent",
                        runs.stream().limit(RECENT).toList(),
                        "serving",
                        serving(models),
                        "provider",
                        call.workspace().capabilities().provider()));
    }

    private static long count(List<FineTuningRun> runs, RunStatus status) {
        return runs.stream().filter(run -> run.status() == status).count();
    }

    /** What the runs of this month have cost. */
    private static String spent(List<FineTuningRun> runs, Instant now) {
        Instant month = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .withDayOfMonth(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        return runs.stream()
                .filter(run -> !run.startedAt().isBefore(month))
                .map(FineTuningRun::costSoFar)
                .flatMap(Optional::stream)
                .filter(money -> money.amount().signum() > 0)
                .reduce(Money::plus)
                .map(Show::money)
                .orElse("nothing");
    }

    private static List<Need> needs(ScreenCall call, List<FineTuningRun> runs) {
        List<Need> needs = new ArrayList<>();
        for (FineTuningRun run : runs) {
            if (run.status() == RunStatus.NEEDS_DECISION || run.status() == RunStatus.TIMED_OUT) {
                needs.add(new Need(
                        "/runs/" + run.id(),
                        "Run of " + run.name() + " " + Show.word(run.status()),
                        run.note().orElse("Decide how it goes on.")));
            }
        }
        long waiting = call.workspace().review().open();
        if (waiting > 0) {
            needs.add(new Need(
                    "/review",
                    Show.count(waiting, "example", "examples") + " to review",
                    "Accept, correct or reject them."));
        }
        for (ModelVersion version : call.workspace().models().waiting()) {
            needs.add(new Need(
                    "/models/" + Show.path(version.name()),
                    version.id() + " is not in production",
                    "It is newer than what is. Look at its evaluation, then promote it or leave it."));
        }
        RetirementScreens.ahead(call).stream()
                .filter(Retirement::inUse)
                .forEach(retirement -> needs.add(new Need(
                        "/retirements",
                        retirement.version().id() + " will be shut down",
                        "on " + Show.time(retirement.at()) + "; " + retirement.source())));
        return needs;
    }

    private static List<ModelVersion> serving(List<RegisteredModel> models) {
        return models.stream()
                .map(model -> model.byAlias(Alias.PRODUCTION))
                .flatMap(Optional::stream)
                .toList();
    }
}
