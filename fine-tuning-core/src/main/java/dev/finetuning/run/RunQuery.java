package dev.finetuning.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which runs to list; empty components do not restrict anything. Start with {@link #ALL}.
 *
 * @param status runs with this status
 * @param name runs of this model, by its name in the registry
 * @param labels runs with all of these labels
 * @param startedAfter runs started at or after this instant
 * @param startedBefore runs started before this instant
 */
public record RunQuery(
        Optional<RunStatus> status,
        Optional<String> name,
        Map<String, String> labels,
        Optional<Instant> startedAfter,
        Optional<Instant> startedBefore) {
    /** All runs. */
    public static final RunQuery ALL =
            new RunQuery(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

    /** Copies the map. */
    public RunQuery {
        labels = Map.copyOf(labels);
    }

    /** This query, for runs with this status only. */
    public RunQuery withStatus(RunStatus newStatus) {
        return new RunQuery(Optional.of(newStatus), name, labels, startedAfter, startedBefore);
    }

    /** This query, for runs of this model only. */
    public RunQuery withName(String modelName) {
        return new RunQuery(status, Optional.of(modelName), labels, startedAfter, startedBefore);
    }

    /** This query, for runs that also have this label. */
    public RunQuery withLabel(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(key, value);
        return new RunQuery(status, name, more, startedAfter, startedBefore);
    }

    /** This query, for runs started at or after this instant only. */
    public RunQuery since(Instant instant) {
        return new RunQuery(status, name, labels, Optional.of(instant), startedBefore);
    }

    /** This query, for runs started before this instant only. */
    public RunQuery before(Instant instant) {
        return new RunQuery(status, name, labels, startedAfter, Optional.of(instant));
    }

    /** Whether a run is one of those. */
    public boolean matches(FineTuningRun run) {
        return status.filter(wanted -> wanted != run.status()).isEmpty()
                && name.filter(wanted -> !wanted.equals(run.name())).isEmpty()
                && run.labels().entrySet().containsAll(labels.entrySet())
                && startedAfter.filter(run.startedAt()::isBefore).isEmpty()
                && startedBefore
                        .filter(latest -> !run.startedAt().isBefore(latest))
                        .isEmpty();
    }
}
