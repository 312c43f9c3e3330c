package dev.finetuning.run;

/**
 * Hears what happens to runs, from the thread that advances them. What a listener throws is logged and
 * otherwise ignored.
 */
@FunctionalInterface
public interface LifecycleListener {
    /** The run has just moved: compare its stage, status and note with what was known. */
    void onChange(FineTuningRun run);

    /** The events of the run's job could not be read, which is told once; the run goes on without them. */
    default void onEventsUnread(FineTuningRun run, RuntimeException failure) {}
}
