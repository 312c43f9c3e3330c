package dev.finetuning.run.internal.stored;

import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunStage;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A run's state as callers see it. */
public final class RunViews {
    private RunViews() {}

    public static FineTuningRun of(RunState state) {
        RunEvent.Started started = state.started();
        RunOutcome outcome = state.outcome();
        RunEvent.Decided decided = outcome.decided();
        Instant startedAt = Objects.requireNonNullElse(state.startedAt(), Instant.EPOCH);
        FineTuningRun.Builder view = FineTuningRun.builder(
                        state.id(), started.name(), state.status(), state.stage(), startedAt)
                .updatedAt(Objects.requireNonNullElse(state.updatedAt(), startedAt))
                .labels(started.labels())
                .job(job(state));
        RunCosts.of(state).ifPresent(view::cost);
        Optional.ofNullable(started.checks()).ifPresent(view::checks);
        Optional.ofNullable(outcome.modelId()).ifPresent(view::modelId);
        Optional.ofNullable(outcome.registered())
                .map(RunEvent.Registered::version)
                .ifPresent(view::version);
        Optional.ofNullable(decided).map(RunEvent.Decided::promoted).ifPresent(view::promoted);
        Optional.ofNullable(decided == null ? state.note() : decided.summary()).ifPresent(view::note);
        Optional.ofNullable(state.notBefore()).ifPresent(view::notBefore);
        return view.build();
    }

    private static FineTuningRun.JobView job(RunState state) {
        JobProgress progress = state.progress();
        Long tokens = state.outcome().trainedTokens();
        return new FineTuningRun.JobView(
                Optional.ofNullable(state.jobId()),
                Optional.ofNullable(progress.seen()).map(RunEvent.JobSeen::providerText),
                state.stage() == RunStage.TRAIN ? Optional.ofNullable(progress.finish()) : Optional.empty(),
                tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens),
                progress.metrics());
    }
}
