package dev.finetuning.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which runs to list; what is empty restricts nothing. Begin with {@link #ALL}.
 *
 * @param status runs that do like this
 * @param name runs of this model, by its name in the registry
 * @param labels runs that carry all of these labels
 * @param startedAfter runs started at or after this
 * @param startedBefore runs started before this
 */
public record RunQuery(
        Optional<RunStatus> status,
        Optional<String> name,
        Map<String, String> labels,
        Optional<Instant> startedAfter,
        Optional<Instant> startedBefore) {
    /** Every run. */
    public static final RunQuery ALL =
            new RunQuery(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

    /** Copies the map. */
    public RunQuery {
        labels = Map.copyOf(labels);
    }

    /** Those of them that do like this. */
    public RunQuery withStatus(RunStatus newStatus) {
        return new RunQuery(Optional.of(newStatus), name, labels, startedAfter, startedBefore);
    }

    /** Those of them that make this model. */
    public RunQuery withName(String modelName) {
        return new RunQuery(status, Optional.of(modelName), labels, startedAfter, startedBefore);
    }

    /** Those of them that also carry this label. */
    public RunQuery withLabel(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(key, value);
        return new RunQuery(status, name, more, startedAfter, startedBefore);
    }

    /** Those of them started at or after this. */
    public RunQuery since(Instant instant) {
        return new RunQuery(status, name, labels, Optional.of(instant), startedBefore);
    }

    /** Those of them started before this. */
    public RunQuery before(Instant instant) {
        return new RunQuery(status, name, labels, startedAfter, Optional.of(instant));
    }

    boolean matches(FineTuningRun run) {
        return status.filter(wanted -> wanted != run.status()).isEmpty()
                && name.filter(wanted -> !wanted.equals(run.name())).isEmpty()
                && run.labels().entrySet().containsAll(labels.entrySet())
                && startedAfter.filter(run.startedAt()::isBefore).isEmpty()
                && startedBefore
                        .filter(latest -> !run.startedAt().isBefore(latest))
                        .isEmpty();
    }
}
