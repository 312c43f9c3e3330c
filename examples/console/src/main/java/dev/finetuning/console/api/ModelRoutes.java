package dev.finetuning.console.api;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.EventStream;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.work.ModelDesk;
import dev.finetuning.registry.RegisteredModel;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.VersionComparison;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Models: versions, what is in production and why, promote, roll back, ask. */
final class ModelRoutes {
    private static final int MAX_QUESTION = 20_000;

    private ModelRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/models", "All models")
                        .returns(200, "Models")
                        .by(call -> Map.of(
                                "models",
                                call.workspace().models().models().stream()
                                        .map(ModelRoutes::json)
                                        .toList())),
                ApiRoute.get("/api/models/{model}", "One model with its versions")
                        .returns(200, "Model")
                        .by(call -> json(call.workspace().models().model(call.path("model")))),
                ApiRoute.get("/api/models/{model}/history", "What happened to it, oldest first")
                        .returns(200, "History")
                        .by(ModelRoutes::history),
                ApiRoute.get("/api/models/{model}/production", "The version in production, now or at an instant")
                        .query("at", "Instant")
                        .returns(200, "Version")
                        .by(ModelRoutes::production),
                ApiRoute.get("/api/models/{model}/comparison", "Two versions beside each other")
                        .query("first", "Text")
                        .query("second", "Text")
                        .returns(200, "VersionComparison")
                        .by(ModelRoutes::compare),
                ApiRoute.post("/api/models/{model}/versions/{version}/promotion", "Asks the gates to move an alias")
                        .needs(Right.APPROVE)
                        .body("Promotion")
                        .returns(200, "Decision")
                        .by(ModelRoutes::promote),
                ApiRoute.post("/api/models/{model}/versions/{version}/archive", "Takes a version out of use")
                        .needs(Right.APPROVE)
                        .body("Reason")
                        .returns(200, "Version")
                        .by(call -> json(desk(call).archive(version(call), call.caller(), why(call.fields())))),
                ApiRoute.post("/api/models/{model}/versions/{version}/restoration", "Takes it back into use")
                        .needs(Right.APPROVE)
                        .body("Reason")
                        .returns(200, "Version")
                        .by(call -> json(desk(call).restore(version(call), call.caller(), why(call.fields())))),
                ApiRoute.post("/api/models/{model}/rollback", "Returns an alias to the version before")
                        .needs(Right.APPROVE)
                        .body("Rollback")
                        .returns(200, "Version")
                        .by(ModelRoutes::rollback),
                ApiRoute.post("/api/models/{model}/answer", "Asks the version behind an alias, or a version")
                        .needs(Right.READ)
                        .body("Question")
                        .failing(502)
                        .returns(200, "Answer")
                        .by(ModelRoutes::ask),
                ApiRoute.post("/api/models/{model}/answer/stream", "The same, piece by piece")
                        .needs(Right.READ)
                        .body("Question")
                        .failing(502)
                        .returns(200, "text/event-stream", "Stream")
                        .by(ModelRoutes::stream));
    }

    private static ModelDesk desk(ApiCall call) {
        return call.workspace().models();
    }

    private static String version(ApiCall call) {
        return call.path("model") + "@" + call.path("version");
    }

    private static String why(Fields fields) {
        return fields.text("why", 500).orElse("requested over HTTP");
    }

    private static Alias alias(Fields fields) {
        try {
            return Alias.of(fields.text("alias").orElse(Alias.PRODUCTION.name()));
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("alias", String.valueOf(e.getMessage()));
        }
    }

    private static Object history(ApiCall call) {
        return Map.of(
                "events",
                desk(call).history(call.path("model")).stream()
                        .map(event -> JsonFields.with("at", event.at().toString())
                                .and("by", event.by().who())
                                .and("why", event.by().why())
                                .and("event", event.sentence())
                                .map())
                        .toList());
    }

    private static Object production(ApiCall call) {
        String name = call.path("model");
        return call.query()
                .text("at")
                .map(ModelRoutes::instant)
                .map(at -> desk(call).productionAt(name, at))
                .orElseGet(() -> desk(call).model(name).byAlias(Alias.PRODUCTION))
                .map(ModelRoutes::json)
                .orElseThrow(() -> RefusedException.notFound("version in production"));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw RefusedException.invalid("at", "must be a time such as 2026-11-29T12:00:00Z");
        }
    }

    private static Object compare(ApiCall call) {
        String name = call.path("model");
        VersionComparison comparison = desk(call)
                .compare(
                        name + "@" + call.query().require("first"),
                        name + "@" + call.query().require("second"));
        return JsonFields.with("first", comparison.first().id())
                .and("second", comparison.second().id())
                .and("better", comparison.dominant().map(ModelVersion::id))
                .and(
                        "metrics",
                        comparison.lines().stream()
                                .map(line -> JsonFields.with("metric", line.metric())
                                        .and("first", line.first())
                                        .and("second", line.second())
                                        .and("gain", line.gain())
                                        .map())
                                .toList())
                .map();
    }

    private static Object promote(ApiCall call) {
        Fields fields = call.fields();
        Alias alias = alias(fields);
        PromotionDecision decision = fields.flag("override")
                ? desk(call).override(version(call), alias, call.caller(), fields.require("why"))
                : desk(call).promote(version(call), alias, call.caller(), why(fields));
        return JsonFields.with("version", decision.name() + "@" + decision.version())
                .and("alias", decision.alias().name())
                .and("promoted", decision.promoted())
                .and("overridden", decision.overridden())
                .and(
                        "gates",
                        decision.verdicts().stream()
                                .map(verdict -> JsonFields.with("gate", verdict.gate())
                                        .and("passed", verdict.passed())
                                        .and("evidence", verdict.evidence())
                                        .map())
                                .toList())
                .map();
    }

    private static Object rollback(ApiCall call) {
        Fields fields = call.fields();
        return json(desk(call).rollback(call.path("model"), alias(fields), call.caller(), why(fields)));
    }

    private static Object ask(ApiCall call) {
        Fields fields = call.fields();
        ModelVersion version = target(call, fields);
        return json(version, desk(call).ask(version, question(fields)));
    }

    private static Object stream(ApiCall call) throws IOException {
        Fields fields = call.fields();
        ModelVersion version = target(call, fields);
        String question = question(fields);
        EventStream stream = EventStream.open(call.context());
        ChatReply reply = desk(call).stream(version, question, piece -> {
            try {
                stream.send("piece", Map.of("text", piece));
            } catch (IOException e) {
                throw new UncheckedIOException("the reader is gone", e);
            }
        });
        stream.send("end", json(version, reply));
        return "";
    }

    private static ModelVersion target(ApiCall call, Fields fields) {
        return desk(call).serving(call.path("model"), fields.text("target").orElse(Alias.PRODUCTION.name()));
    }

    private static String question(Fields fields) {
        fields.require("question");
        return fields.text("question", MAX_QUESTION).orElseThrow();
    }

    static Map<String, Object> json(ModelVersion version, ChatReply reply) {
        return JsonFields.with("version", version.id())
                .and("text", reply.text())
                .and("milliseconds", reply.latency().toMillis())
                .and("tokens", reply.usage().totalTokens())
                .map();
    }

    private static Map<String, Object> json(RegisteredModel model) {
        Map<String, Object> aliases = new TreeMap<>();
        model.aliases()
                .forEach((alias, version) ->
                        aliases.put(alias.name(), version.version().toString()));
        return JsonFields.with("name", model.name())
                .and("aliases", aliases)
                .and(
                        "versions",
                        model.versions().stream().map(ModelRoutes::json).toList())
                .map();
    }

    private static Map<String, Object> json(ModelVersion version) {
        Map<String, Object> scores = new TreeMap<>();
        version.scoreCards().stream()
                .filter(card -> Double.isFinite(card.value()))
                .forEach(card -> scores.put(card.metric(), card.value()));
        return JsonFields.with("id", version.id())
                .and("version", version.version().toString())
                .and("model", version.name())
                .and("status", version.status().name())
                .and("stage", version.stage().name())
                .and("provider", version.provider())
                .and("registeredAt", version.registeredAt().toString())
                .and("by", version.registered().who())
                .and("run", version.lineage().runId())
                .and("dataset", version.lineage().datasetFingerprint())
                .and("baseModel", version.lineage().baseModel())
                .and("scores", scores)
                .and(
                        "aliases",
                        version.aliases().stream().map(Alias::name).sorted().toList())
                .map();
    }
}
