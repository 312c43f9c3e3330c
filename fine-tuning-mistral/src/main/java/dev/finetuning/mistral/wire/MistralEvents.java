package dev.finetuning.mistral.wire;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingEvent.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events from the wire. They come newest first or oldest first, without ids, and their data may be missing;
 * here they are oldest first, each with an id that it keeps.
 */
public final class MistralEvents {
    private MistralEvents() {}

    public static List<TrainingEvent> events(List<WireObject> wires) {
        Map<String, Integer> twins = new HashMap<>();
        List<TrainingEvent> events = new ArrayList<>();
        for (WireObject wire : oldestFirst(wires)) {
            String id = wire.identity();
            int twin = twins.merge(id, 1, Integer::sum);
            events.add(event(wire, twin == 1 ? id : id + "-" + twin));
        }
        return events;
    }

    public static List<WireObject> oldestFirst(List<WireObject> wires) {
        List<WireObject> sorted = new ArrayList<>(wires);
        if (!sorted.isEmpty() && createdAt(sorted.get(0)).isAfter(createdAt(sorted.get(sorted.size() - 1)))) {
            Collections.reverse(sorted);
        }
        sorted.sort(Comparator.comparing(MistralEvents::createdAt));
        return sorted;
    }

    private static Instant createdAt(WireObject wire) {
        return wire.instant("created_at").orElse(Instant.EPOCH);
    }

    private static TrainingEvent event(WireObject wire, String id) {
        WireObject data = wire.object("data");
        String type = wire.text("name", "event");
        String status = data.text("status", "");
        return new TrainingEvent(
                id,
                createdAt(wire),
                status.startsWith("FAILED") ? Level.ERROR : Level.INFO,
                type,
                status.isEmpty() ? type : "status " + status,
                data.numbers());
    }

    /** Whether the events tell that the job was once at this status. */
    public static boolean tell(List<WireObject> wires, String status) {
        return wires.stream()
                .anyMatch(wire -> wire.object("data").text("status", "").equals(status));
    }
}
