package dev.finetuning.openai.sandbox;

import dev.finetuning.sandbox.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The events of one job, of which those that lie ahead are left out. */
final class EventLog {
    private final String jobId;
    private final Instant created;
    private final Duration age;
    private final List<Map<String, Object>> events = new ArrayList<>();

    EventLog(String jobId, Instant created, Duration age) {
        this.jobId = jobId;
        this.created = created;
        this.age = age;
    }

    /** Something is said when the job is so old. */
    void message(Duration at, String level, String message) {
        add(at, Json.map("type", "message", "level", level, "message", message, "data", Map.of()));
    }

    /** Something is measured when the job is so old. */
    void metrics(Duration at, String message, Map<String, Object> data) {
        add(at, Json.map("type", "metrics", "level", "info", "message", message, "data", data));
    }

    private void add(Duration at, Map<String, Object> event) {
        if (age.compareTo(at) >= 0) {
            event.put("object", "fine_tuning.job.event");
            event.put("id", "ftevent-" + jobId + "-" + events.size());
            event.put("created_at", created.plus(at).getEpochSecond());
            events.add(event);
        }
    }

    /** As OpenAI lists them. */
    List<Map<String, Object>> newestFirst() {
        Collections.reverse(events);
        return events;
    }
}
