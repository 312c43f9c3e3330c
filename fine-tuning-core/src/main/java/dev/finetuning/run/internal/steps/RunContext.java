package dev.finetuning.run.internal.steps;

import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.internal.stored.RunData;
import dev.finetuning.run.internal.stored.RunLog;
import dev.finetuning.training.TrainingPipeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What every step of a run works with. */
public record RunContext(
        RunLog log,
        RunData data,
        TrainingPipeline pipeline,
        ModelRegistry registry,
        RunCourse.Choice courses,
        LostAnswerPolicy lost,
        Duration lease,
        Duration servingPatience,
        RunBudgets budgets,
        String by,
        String owner,
        InstantSource time) {
    public Instant now() {
        return time.instant();
    }
}
