package dev.finetuning.console.screen;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.console.access.Right;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.view.Show;
import dev.finetuning.console.view.TimelineEntry;
import dev.finetuning.console.work.ModelDesk;
import dev.finetuning.registry.RegisteredModel;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of models, one model with its versions, gates and history, the comparison of two, and a place to ask. */
final class ModelScreens {
    private static final String SECTION = "models";
    private static final int MAX_QUESTION = 20_000;

    private ModelScreens() {}

    static void serve(Screens screens) {
        screens.get(
                "/models",
                call -> call.show(
                        "models", "Models", SECTION, Map.of("models", desk(call).models())));
        screens.get("/models/{model}", ModelScreens::model);
        screens.get(
                "/models/{model}/compare",
                call -> call.show(
                        "compare",
                        "Compare versions",
                        SECTION,
                        Map.of(
                                "comparison",
                                desk(call)
                                        .compare(
                                                id(call, call.query().require("first")),
                                                id(call, call.query().require("second"))))));
        screens.get("/models/{model}/versions/{version}", ModelScreens::version);
        screens.post("/models/{model}/versions/{version}/promote", Right.APPROVE, ModelScreens::promote);
        screens.post("/models/{model}/versions/{version}/archive", Right.APPROVE, call -> {
            desk(call).archive(id(call, call.path("version")), call.caller(), why(call));
            call.done(link(call), "Archived " + call.path("version"));
        });
        screens.post("/models/{model}/versions/{version}/restore", Right.APPROVE, call -> {
            desk(call).restore(id(call, call.path("version")), call.caller(), why(call));
            call.done(link(call), "Restored " + call.path("version"));
        });
        screens.post("/models/{model}/rollback", Right.APPROVE, call -> {
            ModelVersion version = desk(call).rollback(call.path("model"), Alias.PRODUCTION, call.caller(), why(call));
            call.done(link(call), version.id() + " is in production again");
        });
        screens.get("/models/{model}/ask", call -> ask(call, Optional.empty(), call.query()));
        screens.post("/models/{model}/ask", Right.READ, ModelScreens::answer);
    }

    private static ModelDesk desk(ScreenCall call) {
        return call.workspace().models();
    }

    private static String id(ScreenCall call, String version) {
        return call.path("model") + "@" + version;
    }

    private static String link(ScreenCall call) {
        return "/models/" + Show.path(call.path("model"));
    }

    private static String why(ScreenCall call) {
        return call.form().text("why", 500).orElse("decided in the console");
    }

    private static void model(ScreenCall call) {
        RegisteredModel model = desk(call).model(call.path("model"));
        List<ModelVersion> versions = new ArrayList<>(model.versions());
        Collections.reverse(versions);
        List<TimelineEntry> history = new ArrayList<>(
                desk(call).history(model.name()).stream().map(TimelineEntry::of).toList());
        Collections.reverse(history);
        call.show(
                "model",
                model.name(),
                SECTION,
                Map.of(
                        "model", model,
                        "versions", versions,
                        "production", model.byAlias(Alias.PRODUCTION),
                        "previous", model.previousByAlias(Alias.PRODUCTION),
                        "history", history));
    }

    private static void version(ScreenCall call) {
        ModelVersion version = desk(call).version(id(call, call.path("version")));
        call.show(
                "version",
                version.id(),
                SECTION,
                Map.of(
                        "version", version,
                        "verdicts", desk(call).verdicts(version, Alias.PRODUCTION),
                        "production", desk(call).model(version.name()).byAlias(Alias.PRODUCTION)));
    }

    private static void promote(ScreenCall call) {
        Fields form = call.form();
        String id = id(call, call.path("version"));
        PromotionDecision decision = form.flag("override")
                ? desk(call)
                        .override(
                                id,
                                Alias.PRODUCTION,
                                call.caller(),
                                form.text("why", 500).orElse(""))
                : desk(call).promote(id, Alias.PRODUCTION, call.caller(), why(call));
        if (decision.promoted()) {
            call.done(link(call), id + " is in production");
        } else {
            call.done(
                    link(call) + "/versions/" + Show.path(call.path("version")),
                    "The gates refused: " + decision.failures().get(0).evidence());
        }
    }

    private static void answer(ScreenCall call) {
        Fields form = call.form();
        ModelVersion version =
                desk(call).serving(call.path("model"), form.text("target").orElse("production"));
        form.require("question");
        ask(
                call,
                Optional.of(desk(call)
                        .ask(version, form.text("question", MAX_QUESTION).orElseThrow())),
                form);
    }

    private static void ask(ScreenCall call, Optional<ChatReply> reply, Fields form) {
        RegisteredModel model = desk(call).model(call.path("model"));
        Map<String, Object> values = new HashMap<>();
        values.put("model", model);
        values.put("target", form.text("target").orElseGet(() -> usualTarget(model)));
        values.put("question", form.text("question").orElse(""));
        values.put("reply", reply);
        call.show("ask", "Ask " + model.name(), SECTION, values);
    }

    private static String usualTarget(RegisteredModel model) {
        return model.byAlias(Alias.PRODUCTION).isPresent()
                ? Alias.PRODUCTION.name()
                : model.newest().map(version -> version.version().toString()).orElse("");
    }
}
