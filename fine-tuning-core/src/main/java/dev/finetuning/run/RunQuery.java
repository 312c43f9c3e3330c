package dev.finetuning.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list; null or empty means any.
 *
 * @param status runs that do like this
 * @param labels runs that carry all of these labels
 * @param startedAfter runs started at or after this
 * @param startedBefore runs started before this
 */
public record RunQuery(
        @Nullable RunStatus status,
        Map<String, String> labels,
        @Nullable Instant startedAfter,
        @Nullable Instant startedBefore) {
    /** Every run. */
    public static final RunQuery ALL = new RunQuery(null, Map.of(), null, null);

    /** Copies the map. */
    public RunQuery {
        labels = Map.copyOf(labels);
    }

    /** Runs that do like this. */
    public RunQuery withStatus(RunStatus newStatus) {
        return new RunQuery(newStatus, labels, startedAfter, startedBefore);
    }

    /** Runs that also carry this label. */
    public RunQuery withLabel(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(key, value);
        return new RunQuery(status, more, startedAfter, startedBefore);
    }

    /** Runs started at or after this. */
    public RunQuery since(Instant instant) {
        return new RunQuery(status, labels, instant, startedBefore);
    }

    /** Runs started before this. */
    public RunQuery before(Instant instant) {
        return new RunQuery(status, labels, startedAfter, instant);
    }

    boolean matches(FineTuningRun run) {
        return (status == null || status == run.status())
                && run.labels().entrySet().containsAll(labels.entrySet())
                && (startedAfter == null || !run.startedAt().isBefore(startedAfter))
                && (startedBefore == null || run.startedAt().isBefore(startedBefore));
    }
}
