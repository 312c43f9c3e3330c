package dev.finetuning.registry;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;

/** Training jobs to register. */
public final class Jobs {
    private Jobs() {}

    public static TrainingJob succeeded(String modelId) {
        return TrainingJob.builder("job-" + modelId, JobStatus.of(JobPhase.SUCCEEDED), "base-model")
                .model(modelId)
                .build();
    }

    public static TrainingJob running() {
        return TrainingJob.of("job-1", JobStatus.of(JobPhase.RUNNING), "base-model");
    }
}
