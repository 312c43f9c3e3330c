package dev.finetuning.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.jackson.Jackson;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.registry.internal.stored.EventJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Exports a registry with its history as one JSON text, and imports it. An imported registry has the same
 * versions, aliases, decisions and times.
 */
public final class RegistryExport {
    private static final String FORMAT = "fine-tuning-model-registry/1";

    /** What to do if the importing registry already has a model of the same name. */
    public enum OnConflict {
        /** Import nothing. */
        REFUSE,
        /** Keep the existing model and import the others. */
        KEEP_EXISTING
    }

    private RegistryExport() {}

    /** Exports the state and history of a registry. */
    public static String toJson(ModelRegistry registry) {
        ObjectNode root = StoredJson.object().put("format", FORMAT);
        ArrayNode events = root.putArray("events");
        registry.history(event -> {
            JournalEntry entry = EventJson.write(event);
            ObjectNode node = events.addObject()
                    .put("type", entry.type())
                    .put("at", entry.at().toString());
            node.set("body", StoredJson.parse(entry.body()));
        });
        return StoredJson.write(root);
    }

    /**
     * Imports an export into a registry, in one step.
     *
     * @return the imported names
     * @throws IllegalArgumentException if the text is not an export of a registry, or was written by a
     *     later version
     * @throws RegistryConflictException if a name already exists and conflicts are refused
     */
    public static Set<String> importJson(ModelRegistry registry, String json, OnConflict onConflict) {
        List<RegistryEvent> all = events(StoredJson.parse(json));
        List<RegistryEvent> imported = registry.change((view, now) -> {
            List<String> taken = view.names();
            List<RegistryEvent> wanted =
                    all.stream().filter(event -> !taken.contains(event.name())).toList();
            if (onConflict == OnConflict.REFUSE && wanted.size() < all.size()) {
                throw new RegistryConflictException("the registry already has "
                        + String.join(
                                ", ",
                                names(all).stream().filter(taken::contains).toList())
                        + "; import into an empty registry, or keep what exists");
            }
            return wanted;
        });
        return names(imported);
    }

    private static Set<String> names(List<RegistryEvent> events) {
        Set<String> names = new LinkedHashSet<>();
        events.forEach(event -> names.add(event.name()));
        return names;
    }

    private static List<RegistryEvent> events(JsonNode root) {
        if (!FORMAT.equals(StoredJson.textOrNull(root, "format"))) {
            throw new IllegalArgumentException(
                    "the text is not an export of a model registry, or was written by a later version: its"
                            + " format is not " + FORMAT);
        }
        List<RegistryEvent> events = new ArrayList<>();
        for (JsonNode node : root.path("events")) {
            String type = StoredJson.text(node, "type");
            String body = Jackson.text(node.path("body"));
            events.add(EventJson.read(new JournalEntry(type, StoredJson.instant(node, "at"), body))
                    .orElseThrow(
                            () -> new IllegalArgumentException("the export has events of a later version: " + type)));
        }
        return events;
    }
}
