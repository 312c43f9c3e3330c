package dev.finetuning.training;

import java.time.Instant;
import java.util.Optional;

/**
 * Which jobs to list; empty components do not restrict anything. Start with {@link #ALL} or {@link
 * #marked}.
 *
 * @param mark jobs created with exactly this mark
 * @param phase jobs in this phase
 * @param createdAfter jobs created at or after this instant
 * @param baseModel jobs that start from this model
 */
public record JobQuery(
        Optional<String> mark, Optional<JobPhase> phase, Optional<Instant> createdAfter, Optional<String> baseModel) {
    /** All jobs. */
    public static final JobQuery ALL =
            new JobQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** All jobs with this mark. */
    public static JobQuery marked(String mark) {
        return new JobQuery(Optional.of(mark), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** This query, for jobs in this phase only. */
    public JobQuery withPhase(JobPhase only) {
        return new JobQuery(mark, Optional.of(only), createdAfter, baseModel);
    }

    /** This query, for jobs created at or after this instant only. */
    public JobQuery since(Instant instant) {
        return new JobQuery(mark, phase, Optional.of(instant), baseModel);
    }

    /** This query, for jobs that start from this model only. */
    public JobQuery withBaseModel(String only) {
        return new JobQuery(mark, phase, createdAfter, Optional.of(only));
    }

    /** Whether the job matches. Adapters check this even if the provider filters. */
    public boolean matches(TrainingJob job) {
        return (mark.isEmpty() || mark.equals(job.mark()))
                && (phase.isEmpty() || phase.get() == job.status().phase())
                && (baseModel.isEmpty() || baseModel.get().equals(job.baseModel()))
                && createdAfter
                        .flatMap(earliest -> job.createdAt().map(created -> !created.isBefore(earliest)))
                        .orElse(true);
    }
}
