package dev.finetuning.spring.observe;

import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.LifecycleListener;
import dev.finetuning.run.RunStage;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Observes the stages of runs, from the upload to the promotion, as far as this instance advances them: how long each
 * took and how it ended. Thread-safe.
 */
final class RunStages implements LifecycleListener {
    static final String NAME = "fine_tuning.run.stage";

    private static final int MAX_RUNS = 1_000;

    private final ObservationRegistry observations;
    private final Map<String, Underway> underway = new LinkedHashMap<>();

    RunStages(ObservationRegistry observations) {
        this.observations = observations;
    }

    /** A stage that has begun. */
    private record Underway(RunStage stage, Observation observation) {
        void end(String outcome) {
            observation.lowCardinalityKeyValue("outcome", outcome).stop();
        }
    }

    @Override
    public synchronized void onChange(FineTuningRun run) {
        Underway before = underway.get(run.id());
        boolean over = run.status().terminal();
        if (before != null && (over || before.stage() != run.stage())) {
            underway.remove(run.id());
            before.end(over ? text(run.status()) : "done");
        }
        if (!over && (before == null || before.stage() != run.stage())) {
            forgetOldest();
            underway.put(run.id(), new Underway(run.stage(), begin(run)));
        }
    }

    private Observation begin(FineTuningRun run) {
        String stage = text(run.stage());
        return Observation.createNotStarted(NAME, observations)
                .contextualName("run " + stage)
                .lowCardinalityKeyValue("model", run.name())
                .lowCardinalityKeyValue("stage", stage)
                .lowCardinalityKeyValue("outcome", "unknown")
                .highCardinalityKeyValue("run", run.id())
                .start();
    }

    /** A run that another instance took over is not heard of again. */
    private void forgetOldest() {
        if (underway.size() >= MAX_RUNS) {
            Iterator<Underway> oldest = underway.values().iterator();
            oldest.next().end("unknown");
            oldest.remove();
        }
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
