package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.view.Show;
import dev.finetuning.console.work.ExperimentDesk;
import dev.finetuning.console.work.TrafficTest;
import dev.finetuning.registry.RegisteredModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A/B experiments: the list with a form for another, and one with its verdict, a question to try and its score. */
final class ExperimentScreens {
    private static final String SECTION = "experiments";
    private static final String ONE = "/experiments/{experiment}";

    private ExperimentScreens() {}

    static void serve(Screens screens) {
        screens.get("/experiments", call -> {
            List<RegisteredModel> models = call.workspace().models().models().stream()
                    .filter(model -> model.versions().size() > 1)
                    .toList();
            call.show(
                    "experiments",
                    "Experiments",
                    SECTION,
                    Map.of("experiments", desk(call).all(), "models", models));
        });
        screens.post("/experiments", Right.APPROVE, ExperimentScreens::start);
        screens.get(ONE, call -> show(call, Optional.empty(), call.query()));
        screens.post(ONE + "/ask", Right.READ, call -> {
            Fields form = call.form();
            show(
                    call,
                    Optional.of(desk(call)
                            .ask(
                                    call.path("experiment"),
                                    form.text("key", 200).orElse(call.caller().who()),
                                    form.text("question", 20_000)
                                            .orElseThrow(() -> RefusedException.invalid("question", "must be given")))),
                    form);
        });
        screens.post(ONE + "/scores", Right.WRITE, call -> {
            desk(call).score(call.path("experiment"), call.form());
            call.done(link(call.path("experiment")), "Scored");
        });
        screens.post(ONE + "/end", Right.APPROVE, call -> {
            desk(call).end(call.path("experiment"), call.caller());
            call.done(link(call.path("experiment")), "The experiment has ended");
        });
    }

    private static ExperimentDesk desk(ScreenCall call) {
        return call.workspace().experiments();
    }

    private static String link(String name) {
        return "/experiments/" + Show.path(name);
    }

    /** The form names the two versions by their ids. */
    private static void start(ScreenCall call) {
        Fields form = call.form();
        String[] control = form.require("controlId").split("@", 2);
        String[] treatment = form.require("treatmentId").split("@", 2);
        if (control.length < 2 || treatment.length < 2 || !control[0].equals(treatment[0])) {
            throw RefusedException.invalid("treatmentId", "must be another version of the same model");
        }
        Map<String, String> texts = new HashMap<>();
        for (String name : List.of("name", "share", "alpha")) {
            form.text(name, 200).ifPresent(text -> texts.put(name, text));
        }
        texts.put("model", control[0]);
        texts.put("control", control[1]);
        texts.put("treatment", treatment[1]);
        TrafficTest experiment = desk(call).start(Fields.of(texts), call.caller());
        call.done(link(experiment.setup().name()), "The experiment has started");
    }

    private static void show(ScreenCall call, Optional<ExperimentDesk.Answer> answer, Fields form) {
        TrafficTest experiment = desk(call).experiment(call.path("experiment"));
        call.show(
                "experiment",
                "Experiment " + experiment.setup().name(),
                SECTION,
                Map.of(
                        "experiment",
                        experiment,
                        "answer",
                        answer,
                        "question",
                        form.text("question").orElse(""),
                        "key",
                        form.text("key").orElse("")));
    }
}
