package dev.finetuning.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Lineage;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.ServedModel;
import dev.finetuning.registry.version.VersionStatus;
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
                .put("standing", StoredJson.name(version.standing()))
                .put("registered_at", version.registeredAt().toString());
        if (version.served().shutdownAt() != null) {
            node.put("shutdown_at", version.served().shutdownAt().toString());
        }
        by(node.putObject("by"), version.registered());
        lineage(node.putObject("lineage"), version.lineage());
        StoredJson.put(node, "metrics", version.metrics());
        version.scoreCards().forEach(card -> ScoreCardJson.write(node.withArrayProperty("score_cards"), card));
        StoredJson.put(node, "tags", version.tags().stream().sorted().toList());
        StoredJson.put(node, "metadata", version.metadata());
        StoredJson.put(node, "approvals", version.approvals());
    }

    static void by(ObjectNode node, Author by) {
        node.put("who", by.who()).put("why", by.why());
    }

    private static void lineage(ObjectNode node, Lineage lineage) {
        node.put("base_model", lineage.baseModel())
                .put("job_id", lineage.jobId())
                .put("run_id", lineage.runId())
                .put("dataset_fingerprint", lineage.datasetFingerprint())
                .put("dataset_version", lineage.datasetVersion())
                .put("dataset_validated", lineage.datasetValidated());
        StoredJson.put(node, "hyperparameters", lineage.hyperparameters());
    }

    /** A version as it is without aliases, which its model knows. */
    static ModelVersion read(JsonNode node) {
        return new ModelVersion(
                StoredJson.text(node, "name"),
                SemanticVersion.parse(StoredJson.text(node, "version")),
                new ServedModel(
                        StoredJson.text(node, "provider"),
                        StoredJson.text(node, "model_id"),
                        StoredJson.instantOrNull(node, "shutdown_at")),
                lineage(node.path("lineage")),
                StoredJson.map(node, "metrics", JsonNode::doubleValue),
                StoredJson.list(node, "score_cards", ScoreCardJson::read),
                new LinkedHashSet<>(StoredJson.list(node, "tags", JsonNode::textValue)),
                StoredJson.map(node, "metadata", JsonNode::textValue),
                StoredJson.map(node, "approvals", at -> Instant.parse(at.textValue())),
                Set.of(),
                StoredJson.constant(VersionStatus.class, node, "standing", VersionStatus.ACTIVE),
                by(node.path("by")),
                StoredJson.instant(node, "registered_at"));
    }

    static Author by(JsonNode node) {
        return Author.of(StoredJson.text(node, "who"), StoredJson.text(node, "why"));
    }

    private static Lineage lineage(JsonNode node) {
        return new Lineage(
                StoredJson.text(node, "base_model"),
                StoredJson.textOrNull(node, "job_id"),
                StoredJson.textOrNull(node, "run_id"),
                StoredJson.textOrNull(node, "dataset_fingerprint"),
                StoredJson.textOrNull(node, "dataset_version"),
                node.hasNonNull("dataset_validated") ? StoredJson.number(node, "dataset_validated") : null,
                StoredJson.map(node, "hyperparameters", JsonNode::textValue));
    }
}
