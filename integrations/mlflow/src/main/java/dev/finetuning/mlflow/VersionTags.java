package dev.finetuning.mlflow;

import dev.finetuning.registry.version.Lineage;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What is known of a version, as the tags that it has in MLflow. Their names are stored there, so they never change. */
final class VersionTags {
    /** Tells the versions of a model apart, whatever number MLflow gives them. */
    static final String VERSION = "fine_tuning.version";

    private VersionTags() {}

    static Map<String, String> of(ModelVersion version) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(VERSION, version.version().toString());
        put(tags, "provider", version.provider());
        put(tags, "model_id", version.modelId());
        Lineage lineage = version.lineage();
        put(tags, "base_model", lineage.baseModel());
        lineage.jobId().ifPresent(id -> put(tags, "job_id", id));
        lineage.runId().ifPresent(id -> put(tags, "run_id", id));
        lineage.datasetFingerprint().ifPresent(hash -> put(tags, "dataset_fingerprint", hash));
        put(tags, "status", version.status().name().toLowerCase(Locale.ROOT));
        version.served().shutdownAt().ifPresent(date -> put(tags, "shutdown_at", date.toString()));
        put(tags, "tags", String.join(", ", new TreeSet<>(version.tags())));
        for (ScoreCard card : version.scoreCards()) {
            put(tags, "score." + card.metric(), String.valueOf(card.value()));
        }
        return tags;
    }

    private static void put(Map<String, String> tags, String name, String value) {
        if (!value.isBlank()) {
            tags.put("fine_tuning." + name, value);
        }
    }
}
