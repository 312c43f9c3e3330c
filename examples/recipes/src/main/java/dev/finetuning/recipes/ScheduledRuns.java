package dev.finetuning.recipes;

import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs in a service: requests start them, a scheduler moves them. Nothing blocks while a job trains, and
 * what a restart interrupts goes on with the first tick after it. Any scheduler will do.
 */
public final class ScheduledRuns implements AutoCloseable {
    private final FineTuningRuns runs;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    /** Begins to move the runs, those of earlier processes too. */
    public ScheduledRuns(FineTuningRuns runs, Duration tick) {
        this.runs = runs;
        scheduler.scheduleWithFixedDelay(this::tick, 0, tick.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        for (FineTuningRuns.Advance moved : runs.advanceAll()) {
            if (moved.failure() != null) {
                System.err.println("run " + moved.run().id() + " will be tried again: "
                        + moved.failure().getMessage());
            }
        }
    }

    /** Starts a run and returns its id at once. */
    public String start(RunPlan plan) {
        return runs.start(plan);
    }

    /** Stops moving them; jobs at the provider go on. */
    @Override
    public void close() {
        scheduler.shutdown();
    }
}
