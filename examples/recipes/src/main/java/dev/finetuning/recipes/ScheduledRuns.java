package dev.finetuning.recipes;

import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs in a service: requests start them, a scheduler moves them. Nothing blocks while a job trains, and
 * what a restart interrupts goes on with the first tick after it. Any scheduler will do.
 */
public final class ScheduledRuns implements AutoCloseable {
    private final FineTuningRuns runs;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> ticking;

    /** Begins to move the runs, those of earlier processes too. */
    public ScheduledRuns(FineTuningRuns runs, Duration tick) {
        this.runs = runs;
        ticking = scheduler.scheduleWithFixedDelay(this::tick, 0, tick.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            for (FineTuningRuns.Advance moved : runs.advanceAll()) {
                moved.failure().ifPresent(failure -> System.err.println(moved.runId() + ": " + failure.getMessage()));
            }
        } catch (RuntimeException e) {
            // thrown on, it would end the schedule
            System.err.println("the runs cannot be moved now: " + e.getMessage());
        }
    }

    /** Starts a run and returns its id at once. */
    public String start(RunPlan plan) {
        return runs.start(plan);
    }

    /** Stops moving them; jobs at the provider go on. */
    @Override
    public void close() {
        ticking.cancel(false);
        scheduler.shutdown();
    }
}
