package dev.finetuning.local.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.training.TrainingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A job's events: one JSON object per line, appended by whoever holds the job's lock, in one write each. A
 * line cut short by a killed process is passed over. A level that a later version added is read as INFO.
 */
public final class EventLog {
    private static final StoredNames<TrainingEvent.Level> LEVELS = StoredNames.of(
            TrainingEvent.Level.class,
            Map.of(
                    TrainingEvent.Level.INFO, "INFO",
                    TrainingEvent.Level.WARNING, "WARNING",
                    TrainingEvent.Level.ERROR, "ERROR"));

    private final Path file;

    public EventLog(Path file) {
        this.file = file;
    }

    public void append(TrainingEvent event) throws IOException {
        ObjectNode json = StoredJson.object()
                .put("id", event.id())
                .put("created_at", event.createdAt().toString())
                .put("level", LEVELS.of(event.level()))
                .put("type", event.type())
                .put("message", event.message());
        StoredJson.putFree(json, "metrics", event.metrics());
        // The leading line end closes a line that an earlier worker could not finish.
        byte[] line = ("\n" + StoredJson.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
        Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    public List<TrainingEvent> read() throws IOException {
        List<TrainingEvent> events = new ArrayList<>();
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return events;
        }
        int whole = text.lastIndexOf('\n') + 1;
        for (String line : text.substring(0, whole).split("\n", -1)) {
            if (line.startsWith("{") && line.endsWith("}")) {
                add(line, events);
            }
        }
        return events;
    }

    private static void add(String line, List<TrainingEvent> events) {
        try {
            events.add(event(StoredJson.parse(line)));
        } catch (IllegalArgumentException e) {
            // cut short in the middle of a nested object
        }
    }

    private static TrainingEvent event(JsonNode json) {
        return new TrainingEvent(
                StoredJson.text(json, "id"),
                StoredJson.instant(json, "created_at"),
                LEVELS.find(StoredJson.text(json, "level")).orElse(TrainingEvent.Level.INFO),
                StoredJson.text(json, "type"),
                StoredJson.text(json, "message"),
                StoredJson.map(json, "metrics", JsonNode::doubleValue));
    }
}
