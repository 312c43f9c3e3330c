package dev.finetuning.local.internal.store;

import dev.finetuning.internal.json.JsonText;
import dev.finetuning.training.TrainingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A job's events: one JSON object per line, appended by whoever holds the job's lock, in one write each. A
 * line cut short by a killed process is passed over.
 */
public final class EventLog {
    private final Path file;

    public EventLog(Path file) {
        this.file = file;
    }

    public void append(TrainingEvent event) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", event.id());
        json.put("created_at", event.createdAt().toString());
        json.put("level", event.level().name());
        json.put("type", event.type());
        json.put("message", event.message());
        json.put("metrics", event.metrics());
        // The leading line end closes a line that an earlier worker could not finish.
        byte[] line = ("\n" + JsonText.of(json) + "\n").getBytes(StandardCharsets.UTF_8);
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
        Map<String, Object> json;
        try {
            json = JsonFile.read(line);
        } catch (IOException e) {
            return; // cut short in the middle of a nested object
        }
        events.add(new TrainingEvent(
                String.valueOf(json.get("id")),
                Instant.parse(String.valueOf(json.get("created_at"))),
                TrainingEvent.Level.valueOf(String.valueOf(json.get("level")).toUpperCase(Locale.ROOT)),
                String.valueOf(json.get("type")),
                String.valueOf(json.get("message")),
                JobJson.numbers(json.get("metrics"))));
    }
}
