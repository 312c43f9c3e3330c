package dev.finetuning.registry;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.util.Map;

/** Training jobs to register. */
public final class Jobs {
    private Jobs() {}

    public static TrainingJob succeeded(String modelId) {
        return new TrainingJob(
                "job-" + modelId,
                JobStatus.of(JobPhase.SUCCEEDED),
                "base-model",
                modelId,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    public static TrainingJob running() {
        return TrainingJob.of("job-1", JobStatus.of(JobPhase.RUNNING), "base-model");
    }
}
