package dev.finetuning.registry.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Lineage;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.ServedModel;
import dev.finetuning.registry.version.VersionStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Model versions as stored JSON: fields are only ever added, unknown ones are ignored. */
public final class VersionJson {
    /** Stored under the name it had first. */
    private static final String STATUS = "standing";

    private static final StoredNames<VersionStatus> STATUSES = StoredNames.of(
            VersionStatus.class,
            Map.of(
                    VersionStatus.ACTIVE, "active",
                    VersionStatus.DEPRECATED, "deprecated",
                    VersionStatus.ARCHIVED, "archived"));

    private VersionJson() {}

    /** Puts a status into an object. */
    static void status(ObjectNode node, VersionStatus status) {
        node.put(STATUS, STATUSES.of(status));
    }

    /** The status in an object; active where there is none, or one that a later version added. */
    static VersionStatus status(JsonNode node) {
        return Optional.ofNullable(StoredJson.textOrNull(node, STATUS))
                .flatMap(STATUSES::find)
                .orElse(VersionStatus.ACTIVE);
    }

    /** Puts a version into an object, without its aliases. */
    public static void write(ObjectNode node, ModelVersion version) {
        node.put("name", version.name())
                .put("version", version.version().toString())
                .put("provider", version.provider())
                .put("model_id", version.modelId())
                .put(STATUS, STATUSES.of(version.status()))
                .put("registered_at", version.registeredAt().toString());
        version.served().shutdownAt().ifPresent(end -> node.put("shutdown_at", end.toString()));
        by(node.putObject("by"), version.registered());
        lineage(node.putObject("lineage"), version.lineage());
        StoredJson.put(node, "metrics", version.metrics());
        ScoreCardJson.write(node.putArray("score_cards"), version.scoreCards());
        StoredJson.put(node, "tags", version.tags().stream().sorted().toList());
        StoredJson.put(node, "metadata", version.metadata());
        StoredJson.put(node, "approvals", version.approvals());
    }

    static void by(ObjectNode node, Author by) {
        node.put("who", by.who()).put("why", by.why());
    }

    private static void lineage(ObjectNode node, Lineage lineage) {
        node.put("base_model", lineage.baseModel())
                .put("job_id", lineage.jobId().orElse(null))
                .put("run_id", lineage.runId().orElse(null))
                .put("dataset_fingerprint", lineage.datasetFingerprint().orElse(null))
                .put("dataset_version", lineage.datasetVersion().orElse(null))
                .put("dataset_validated", boxed(lineage.datasetValidated()));
        StoredJson.put(node, "hyperparameters", lineage.hyperparameters());
        if (!lineage.provenance().isEmpty()) {
            StoredJson.put(node, "provenance", lineage.provenance());
        }
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /** A version as it is without aliases, which its model knows. */
    public static ModelVersion read(JsonNode node) {
        ServedModel served = ServedModel.of(StoredJson.text(node, "provider"), StoredJson.text(node, "model_id"));
        Instant shutdownAt = StoredJson.instantOrNull(node, "shutdown_at");
        return ModelVersion.builder(
                        StoredJson.text(node, "name"),
                        SemanticVersion.parse(StoredJson.text(node, "version")),
                        shutdownAt == null ? served : served.withShutdownAt(shutdownAt),
                        lineage(node.path("lineage")))
                .metrics(StoredJson.map(node, "metrics", JsonNode::doubleValue))
                .scoreCards(ScoreCardJson.read(node, "score_cards"))
                .tags(StoredJson.list(node, "tags", JsonNode::textValue))
                .metadata(StoredJson.map(node, "metadata", JsonNode::textValue))
                .approvals(StoredJson.map(node, "approvals", at -> Instant.parse(at.textValue())))
                .status(status(node))
                .registered(by(node.path("by")), StoredJson.instant(node, "registered_at"))
                .build();
    }

    static Author by(JsonNode node) {
        return Author.of(StoredJson.text(node, "who"), StoredJson.text(node, "why"));
    }

    private static Lineage lineage(JsonNode node) {
        Lineage.Builder lineage = Lineage.builder(StoredJson.text(node, "base_model"))
                .hyperparameters(StoredJson.map(node, "hyperparameters", JsonNode::textValue))
                .provenance(StoredJson.map(node, "provenance", JsonNode::textValue));
        StoredJson.ifText(node, "job_id", lineage::jobId);
        StoredJson.ifText(node, "run_id", lineage::runId);
        StoredJson.ifText(node, "dataset_fingerprint", lineage::datasetFingerprint);
        StoredJson.ifText(node, "dataset_version", lineage::datasetVersion);
        if (node.hasNonNull("dataset_validated")) {
            lineage.datasetValidated(StoredJson.number(node, "dataset_validated"));
        }
        return lineage.build();
    }
}
