package dev.finetuning.run;

import dev.finetuning.cost.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run's state as callers see it. */
final class RunViews {
    private RunViews() {}

    static FineTuningRun of(RunState state) {
        RunEvent.Registered registered = state.registered();
        RunEvent.Decided decided = state.decided();
        return new FineTuningRun(
                state.id(),
                state.started().name(),
                state.started().labels(),
                state.status(),
                state.stage(),
                Objects.requireNonNullElse(state.startedAt(), Instant.EPOCH),
                Objects.requireNonNullElse(state.updatedAt(), Instant.EPOCH),
                job(state),
                cost(state),
                state.started().checks(),
                state.modelId(),
                registered == null ? null : registered.version(),
                decided == null ? null : decided.promoted(),
                decided == null ? state.note() : decided.summary(),
                state.notBefore());
    }

    private static FineTuningRun.JobView job(RunState state) {
        RunEvent.JobSeen seen = state.job();
        Instant stated = seen == null ? null : seen.estimatedFinish();
        return new FineTuningRun.JobView(
                state.jobId(),
                seen == null ? null : seen.providerText(),
                stated != null ? stated : extrapolatedFinish(state),
                state.trainedTokens(),
                state.metrics());
    }

    /** When the job ends if its steps go on as they went since it was first seen to run. */
    private static @Nullable Instant extrapolatedFinish(RunState state) {
        Instant since = state.runningSince();
        Instant seen = state.jobSeenAt();
        double gained = state.progress() - state.runningFrom();
        if (since == null || seen == null || gained <= 0 || state.stage() != RunStage.TRAIN) {
            return null;
        }
        double elapsed = (double) Duration.between(since, seen).toMillis();
        return seen.plusMillis(Math.round(elapsed * (1 - state.progress()) / gained));
    }

    private static @Nullable RunCost cost(RunState state) {
        StoredCost cost = state.started().cost();
        if (cost == null) {
            return null;
        }
        RunEvent.Billed bill = state.bill();
        Money billed = bill == null ? null : cost.money(bill.amount());
        return new RunCost(cost.estimated(), billed != null ? billed : cost.share(state.progress()), billed);
    }
}
