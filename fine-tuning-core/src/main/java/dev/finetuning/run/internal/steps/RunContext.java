package dev.finetuning.run.internal.steps;

import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.internal.stored.RunData;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunLog;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.training.TrainingPipeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/** What every step of a run works with. */
public record RunContext(
        RunLog log,
        RunData data,
        TrainingPipeline pipeline,
        ModelRegistry registry,
        RunCourse.Choice courses,
        LostAnswerPolicy lost,
        Duration lease,
        RunPatience patience,
        RunBudgets budgets,
        String by,
        String owner,
        InstantSource time,
        BiConsumer<RunState, RuntimeException> eventsUnread) {
    public Instant now() {
        return time.instant();
    }

    /** Puts a step off because it failed, unless the run has tried for long enough: then it rests. */
    RunState delay(RunState state, String failure, Duration pause) {
        Instant now = now();
        RunEvent event = patience.spent(state, now, failure)
                .<RunEvent>map(RunEvent.TimedOut::new)
                .orElseGet(() -> new RunEvent.Delayed(failure, now.plus(pause)));
        return log.append(state, event);
    }
}
