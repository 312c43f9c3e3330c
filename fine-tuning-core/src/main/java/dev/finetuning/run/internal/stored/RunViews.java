package dev.finetuning.run.internal.stored;

import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunStage;
import java.time.Instant;
import java.util.Objects;

/** A run's state as callers see it. */
public final class RunViews {
    private RunViews() {}

    public static FineTuningRun of(RunState state) {
        RunEvent.Registered registered = state.outcome().registered();
        RunEvent.Decided decided = state.outcome().decided();
        return new FineTuningRun(
                state.id(),
                state.started().name(),
                state.started().labels(),
                state.status(),
                state.stage(),
                Objects.requireNonNullElse(state.startedAt(), Instant.EPOCH),
                Objects.requireNonNullElse(state.updatedAt(), Instant.EPOCH),
                job(state),
                RunCosts.of(state),
                state.started().checks(),
                state.outcome().modelId(),
                registered == null ? null : registered.version(),
                decided == null ? null : decided.promoted(),
                decided == null ? state.note() : decided.summary(),
                state.notBefore());
    }

    private static FineTuningRun.JobView job(RunState state) {
        JobProgress progress = state.progress();
        RunEvent.JobSeen seen = progress.seen();
        return new FineTuningRun.JobView(
                state.jobId(),
                seen == null ? null : seen.providerText(),
                state.stage() == RunStage.TRAIN ? progress.finish() : null,
                state.outcome().trainedTokens(),
                progress.metrics());
    }
}
