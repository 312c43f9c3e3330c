package dev.finetuning.training;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened to a job.
 *
 * @param id unique within the job; if the provider gives none, the adapter derives a stable one
 * @param createdAt when it happened
 * @param level how serious it is
 * @param type the provider's word for its kind: {@code "message"}, {@code "metrics"}, …
 * @param message its text for people
 * @param metrics its numbers, by the names of {@link Metrics}
 */
public record TrainingEvent(
        String id, Instant createdAt, Level level, String type, String message, Map<String, Double> metrics) {
    /** How serious an event is. */
    public enum Level {
        INFO,
        WARNING,
        ERROR
    }

    /** Copies the map, keeping its order. */
    public TrainingEvent {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
