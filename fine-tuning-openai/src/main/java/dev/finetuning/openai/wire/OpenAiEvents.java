package dev.finetuning.openai.wire;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingEvent.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Events from the wire: newest first and in any type there, oldest first and tolerant here. */
public final class OpenAiEvents {
    private OpenAiEvents() {}

    public static List<TrainingEvent> events(List<WireObject> newestFirst) {
        List<TrainingEvent> events = new ArrayList<>();
        newestFirst.forEach(wire -> events.add(event(wire)));
        Collections.reverse(events);
        events.sort(Comparator.comparing(TrainingEvent::createdAt));
        return events;
    }

    public static TrainingEvent event(WireObject wire) {
        return new TrainingEvent(
                wire.identity(),
                wire.instant("created_at").orElse(Instant.EPOCH),
                level(wire.text("level", "info")),
                wire.text("type", "message"),
                wire.text("message", ""),
                wire.object("data").numbers());
    }

    private static Level level(String word) {
        return switch (word) {
            case "error" -> Level.ERROR;
            case "warn", "warning" -> Level.WARNING;
            default -> Level.INFO;
        };
    }
}
