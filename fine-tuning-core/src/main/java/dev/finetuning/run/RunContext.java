package dev.finetuning.run;

import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.training.TrainingPipeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What every step of a run works with. */
record RunContext(
        RunLog log,
        RunData data,
        TrainingPipeline pipeline,
        ModelRegistry registry,
        RunCourse.Choice courses,
        LostSubmission lost,
        Duration lease,
        Duration servingPatience,
        RunBudgets budgets,
        String by,
        String owner,
        InstantSource time) {
    Instant now() {
        return time.instant();
    }
}
