package dev.finetuning.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** Model versions as stored JSON: fields are only ever added, unknown ones are ignored. */
final class VersionJson {
    private VersionJson() {}

    static void write(ObjectNode node, ModelVersion version) {
        node.put("name", version.name())
                .put("version", version.version().toString())
                .put("provider", version.provider())
                .put("model_id", version.modelId())
                .put("standing", Json.name(version.standing()))
                .put("registered_at", version.registeredAt().toString());
        if (version.served().shutdownAt() != null) {
            node.put("shutdown_at", version.served().shutdownAt().toString());
        }
        by(node.putObject("by"), version.registered());
        lineage(node.putObject("lineage"), version.lineage());
        Json.put(node, "metrics", version.metrics());
        version.scoreCards().forEach(card -> ScoreCardJson.write(node.withArrayProperty("score_cards"), card));
        Json.put(node, "tags", version.tags().stream().sorted().toList());
        Json.put(node, "metadata", version.metadata());
        Json.put(node, "approvals", version.approvals());
    }

    static void by(ObjectNode node, By by) {
        node.put("who", by.who()).put("why", by.why());
    }

    private static void lineage(ObjectNode node, Lineage lineage) {
        node.put("base_model", lineage.baseModel())
                .put("job_id", lineage.jobId())
                .put("run_id", lineage.runId())
                .put("dataset_fingerprint", lineage.datasetFingerprint())
                .put("dataset_version", lineage.datasetVersion())
                .put("dataset_validated", lineage.datasetValidated());
        Json.put(node, "hyperparameters", lineage.hyperparameters());
    }

    /** A version as it is without aliases, which its model knows. */
    static ModelVersion read(JsonNode node) {
        return new ModelVersion(
                Json.text(node, "name"),
                SemanticVersion.parse(Json.text(node, "version")),
                new ServedModel(
                        Json.text(node, "provider"),
                        Json.text(node, "model_id"),
                        Json.instantOrNull(node, "shutdown_at")),
                lineage(node.path("lineage")),
                Json.map(node, "metrics", JsonNode::doubleValue),
                Json.list(node, "score_cards", ScoreCardJson::read),
                new LinkedHashSet<>(Json.list(node, "tags", JsonNode::textValue)),
                Json.map(node, "metadata", JsonNode::textValue),
                Json.map(node, "approvals", at -> Instant.parse(at.textValue())),
                Set.of(),
                Json.constant(Standing.class, node, "standing", Standing.ACTIVE),
                by(node.path("by")),
                Json.instant(node, "registered_at"));
    }

    static By by(JsonNode node) {
        return By.of(Json.text(node, "who"), Json.text(node, "why"));
    }

    private static Lineage lineage(JsonNode node) {
        return new Lineage(
                Json.text(node, "base_model"),
                Json.text(node, "job_id"),
                Json.textOrNull(node, "run_id"),
                Json.textOrNull(node, "dataset_fingerprint"),
                Json.textOrNull(node, "dataset_version"),
                node.hasNonNull("dataset_validated") ? Json.number(node, "dataset_validated") : null,
                Json.map(node, "hyperparameters", JsonNode::textValue));
    }
}
