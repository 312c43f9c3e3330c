package dev.finetuning.spring.json;

import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryEvent.PromotionRefused;
import dev.finetuning.registry.RegistryEvent.StatusChanged;
import dev.finetuning.registry.RegistryEvent.VersionLabelled;
import dev.finetuning.registry.RegistryEvent.VersionRegistered;
import dev.finetuning.registry.RegistryEvent.VersionScored;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.run.FineTuningRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs, versions and events as maps, lists, texts, numbers and booleans, which any mapper writes alike.
 * Times are ISO 8601 texts; what is absent is left out.
 */
public final class JsonValues {
    private JsonValues() {}

    /** A run: its stage, status, job, cost and note. */
    public static Map<String, Object> of(FineTuningRun run) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", run.id());
        value.put("name", run.name());
        value.put("status", word(run.status()));
        value.put("stage", word(run.stage()));
        value.put("startedAt", run.startedAt().toString());
        value.put("updatedAt", run.updatedAt().toString());
        value.put("labels", new TreeMap<>(run.labels()));
        put(value, "job", run.job().id());
        put(value, "jobStatus", run.job().status());
        put(value, "costSoFar", run.costSoFar().map(Object::toString));
        put(value, "model", run.modelId());
        put(value, "version", run.version());
        put(value, "promoted", run.promoted());
        put(value, "notBefore", run.notBefore().map(Object::toString));
        put(value, "note", run.note());
        return value;
    }

    /** A version: its number as text, its model, aliases and scores. */
    public static Map<String, Object> of(ModelVersion version) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", version.id());
        value.put("name", version.name());
        value.put("version", version.version().toString());
        value.put("provider", version.provider());
        value.put("model", version.modelId());
        value.put("status", word(version.status()));
        value.put("stage", word(version.stage()));
        value.put(
                "aliases",
                version.aliases().stream().map(Object::toString).sorted().toList());
        value.put("tags", version.tags().stream().sorted().toList());
        value.put("metadata", new TreeMap<>(version.metadata()));
        value.put("scores", scores(version.scoreCards()));
        value.put("registeredBy", version.registered().who());
        value.put("registeredAt", version.registeredAt().toString());
        return value;
    }

    private static List<Map<String, Object>> scores(List<ScoreCard> cards) {
        return cards.stream()
                .map(card -> {
                    Map<String, Object> value = new LinkedHashMap<>();
                    value.put("metric", card.metric());
                    value.put("value", card.value());
                    value.put("n", card.n());
                    value.put("measuredAt", card.measuredAt().toString());
                    return value;
                })
                .toList();
    }

    /** An event, with its {@code type}: {@code alias-moved}, {@code version-registered} and so on. */
    public static Map<String, Object> of(RegistryEvent event) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("type", type(event));
        value.put("name", event.name());
        if (event instanceof VersionRegistered registered) {
            value.put("version", registered.version().version().toString());
        } else if (event instanceof VersionScored scored) {
            value.put("version", scored.version().toString());
            value.put("scores", scores(scored.scoreCards()));
        } else if (event instanceof VersionLabelled labelled) {
            value.put("version", labelled.version().toString());
            value.put("added", labelled.change().added().stream().sorted().toList());
            value.put("removed", labelled.change().removed().stream().sorted().toList());
            value.put("metadata", new TreeMap<>(labelled.change().metadata()));
            put(value, "shutdownAt", labelled.change().shutdownAt().map(Object::toString));
        } else if (event instanceof RegistryEvent.VersionApproved approved) {
            value.put("version", approved.version().toString());
        } else if (event instanceof StatusChanged changed) {
            value.put("version", changed.version().toString());
            value.put("status", word(changed.status()));
        } else if (event instanceof AliasMoved moved) {
            value.put("alias", moved.move().alias().toString());
            value.put("kind", word(moved.move().kind()));
            put(value, "from", moved.move().from().map(SemanticVersion::toString));
            put(value, "to", moved.move().to().map(SemanticVersion::toString));
        } else if (event instanceof PromotionRefused refused) {
            value.put("version", refused.decision().version().toString());
            value.put("alias", refused.decision().alias().toString());
        }
        value.put("by", event.by().who());
        value.put("why", event.by().why());
        value.put("at", event.at().toString());
        return value;
    }

    /** The type of an event: its class's words, joined by hyphens. */
    public static String type(RegistryEvent event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void put(Map<String, Object> value, String name, Optional<?> present) {
        present.ifPresent(it -> value.put(name, it));
    }
}
