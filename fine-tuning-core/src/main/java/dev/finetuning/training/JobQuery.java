package dev.finetuning.training;

import java.time.Instant;
import java.util.Optional;

/**
 * Which jobs to list; what is empty restricts nothing. Begin with {@link #ALL} or {@link #marked}.
 *
 * @param mark jobs created with exactly this mark
 * @param phase jobs in this phase
 * @param createdAfter jobs created at or after this
 * @param baseModel jobs that start from this model
 */
public record JobQuery(
        Optional<String> mark, Optional<JobPhase> phase, Optional<Instant> createdAfter, Optional<String> baseModel) {
    /** Every job. */
    public static final JobQuery ALL =
            new JobQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Jobs with this mark. */
    public static JobQuery marked(String mark) {
        return new JobQuery(Optional.of(mark), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Those of them in this phase. */
    public JobQuery withPhase(JobPhase only) {
        return new JobQuery(mark, Optional.of(only), createdAfter, baseModel);
    }

    /** Those of them created at or after this. */
    public JobQuery since(Instant instant) {
        return new JobQuery(mark, phase, Optional.of(instant), baseModel);
    }

    /** Those of them that start from this model. */
    public JobQuery withBaseModel(String only) {
        return new JobQuery(mark, phase, createdAfter, Optional.of(only));
    }

    /** Whether the job is one of those asked for; adapters check this whatever the provider filtered. */
    public boolean matches(TrainingJob job) {
        return (mark.isEmpty() || mark.equals(job.mark()))
                && (phase.isEmpty() || phase.get() == job.status().phase())
                && (baseModel.isEmpty() || baseModel.get().equals(job.baseModel()))
                && createdAfter
                        .flatMap(earliest -> job.createdAt().map(created -> !created.isBefore(earliest)))
                        .orElse(true);
    }
}
