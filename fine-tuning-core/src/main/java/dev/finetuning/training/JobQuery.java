package dev.finetuning.training;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list; null means any.
 *
 * @param mark jobs created with exactly this mark
 * @param phase jobs in this phase
 * @param createdAfter jobs created at or after this
 * @param baseModel jobs that start from this model
 */
public record JobQuery(
        @Nullable String mark,
        @Nullable JobPhase phase,
        @Nullable Instant createdAfter,
        @Nullable String baseModel) {
    /** Every job. */
    public static final JobQuery ALL = new JobQuery(null, null, null, null);

    /** Jobs with this mark. */
    public static JobQuery marked(String mark) {
        return new JobQuery(mark, null, null, null);
    }

    /** Whether the job is one of those asked for; adapters check this whatever the host filtered. */
    public boolean matches(TrainingJob job) {
        return (mark == null || mark.equals(job.mark()))
                && (phase == null || phase == job.status().phase())
                && (createdAfter == null
                        || job.createdAt() == null
                        || !job.createdAt().isBefore(createdAfter))
                && (baseModel == null || baseModel.equals(job.baseModel()));
    }
}
