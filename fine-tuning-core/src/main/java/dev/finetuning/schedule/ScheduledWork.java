package dev.finetuning.schedule;

/** Something to do at the times of a schedule, such as {@code training::advance}. */
@FunctionalInterface
public interface ScheduledWork {
    /**
     * Does it. An exception is logged and reported; the work is done again at its next time.
     *
     * @throws InterruptedException if the executor is being shut down, which ends the schedule
     * @throws Exception if it fails
     */
    void run() throws Exception;
}
