package dev.finetuning.openweights.internal.ray;

import dev.finetuning.adapter.WireObject;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A submission as Ray tells it.
 *
 * @param status {@code PENDING}, {@code RUNNING}, {@code STOPPED}, {@code SUCCEEDED}, {@code FAILED}, or a word that this
 *     version does not know
 * @param message Ray's explanation; the process's last output may be in it
 * @param error Ray's word for what went wrong; empty if nothing did
 * @param exitCode the exit code of the process, once it has ended by itself
 */
record RaySubmission(String status, String message, String error, OptionalLong exitCode) {
    private static final Set<String> OVER = Set.of("STOPPED", "SUCCEEDED", "FAILED");
    private static final Set<String> COMMAND_FAULTS =
            Set.of("RUNTIME_ENV_SETUP_FAILURE", "JOB_ENTRYPOINT_COMMAND_START_ERROR");

    /** The exit code of a worker that finds another one at work. */
    private static final int BUSY = 75;

    static RaySubmission of(WireObject told, String status) {
        return new RaySubmission(
                status, told.text("message", ""), told.text("error_type", ""), told.integer("driver_exit_code"));
    }

    boolean over() {
        return OVER.contains(status);
    }

    /** Whether it is over in a way that another of the same command would end, too: not for want of a machine. */
    boolean hopeless() {
        boolean badExit = exitCode.isPresent() && exitCode.getAsLong() != 0 && exitCode.getAsLong() != BUSY;
        return status.equals("FAILED") && (badExit || COMMAND_FAULTS.contains(error));
    }

    boolean known() {
        return over() || status.equals("PENDING") || status.equals("RUNNING");
    }
}
