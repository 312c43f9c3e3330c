package dev.finetuning.run;

/** Receives what happens to runs, on the thread that advances them. Exceptions are logged and otherwise ignored. */
@FunctionalInterface
public interface LifecycleListener {
    /** Called when the run has changed: compare its stage, status and note with the last call. */
    void onChange(FineTuningRun run);

    /** Called once when the events of the run's job cannot be read; the run continues without them. */
    default void onEventsUnread(FineTuningRun run, RuntimeException failure) {}
}
