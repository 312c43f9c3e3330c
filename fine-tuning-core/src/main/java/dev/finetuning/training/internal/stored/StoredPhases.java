package dev.finetuning.training.internal.stored;

import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.training.JobPhase;
import java.util.Map;

/** The names under which the phases of jobs are stored, in the journals of runs and in the local provider's folder. */
public final class StoredPhases {
    private static final StoredNames<JobPhase> NAMES = StoredNames.of(
            JobPhase.class,
            Map.ofEntries(
                    Map.entry(JobPhase.NOT_STARTED, "NOT_STARTED"),
                    Map.entry(JobPhase.VALIDATING, "VALIDATING"),
                    Map.entry(JobPhase.VALIDATED, "VALIDATED"),
                    Map.entry(JobPhase.QUEUED, "QUEUED"),
                    Map.entry(JobPhase.RUNNING, "RUNNING"),
                    Map.entry(JobPhase.PAUSED, "PAUSED"),
                    Map.entry(JobPhase.CANCELLING, "CANCELLING"),
                    Map.entry(JobPhase.SUCCEEDED, "SUCCEEDED"),
                    Map.entry(JobPhase.FAILED, "FAILED"),
                    Map.entry(JobPhase.CANCELLED, "CANCELLED"),
                    Map.entry(JobPhase.UNKNOWN, "UNKNOWN")));

    private StoredPhases() {}

    /** The name under which a phase is stored. */
    public static String of(JobPhase phase) {
        return NAMES.of(phase);
    }

    /** The phase of a stored name; {@link JobPhase#UNKNOWN} for one that a later version added. */
    public static JobPhase read(String name) {
        return NAMES.find(name).orElse(JobPhase.UNKNOWN);
    }
}
