package dev.finetuning.run.internal.steps;

import dev.finetuning.run.RunStage;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.training.follow.Deadlines;
import dev.finetuning.training.follow.WaitResult.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How long a run goes on without getting further.
 *
 * @param deadlines for its job
 * @param step for a step that keeps failing
 * @param serving for a new model that does not answer yet
 */
public record RunPatience(Deadlines deadlines, Duration step, Duration serving) {
    private static final String WHAT_TO_DO = ". Nothing was cancelled: extend the run or cancel it";

    /** Why a run whose step has just failed has tried for long enough, where it has. */
    Optional<String> spent(RunState state, Instant now, String failure) {
        if (state.stage() == RunStage.TRAIN && state.cancelRequestedBy() == null) {
            return overdue(state, now).map(why -> why + "; the last look failed: " + failure);
        }
        if (Duration.between(state.movedAt(), now).compareTo(step) < 0) {
            return Optional.empty();
        }
        String stage = state.stage().name().toLowerCase(Locale.ROOT);
        String job = state.jobId() == null ? "" : " of job " + state.jobId();
        return Optional.of(
                "the stage " + stage + job + " has not succeeded within " + step + ": " + failure + WHAT_TO_DO);
    }

    /** Which of its job's deadlines has passed, where one has. */
    Optional<String> overdue(RunState state, Instant now) {
        return state.progress()
                .times()
                .overdue(deadlines, now)
                .map(ending -> "job " + state.jobId() + " " + tooLong(ending) + WHAT_TO_DO);
    }

    private String tooLong(Ending ending) {
        return switch (ending) {
            case QUEUED_TOO_LONG -> "has not begun to run within " + deadlines.queued();
            case RAN_TOO_LONG -> "has run for longer than " + deadlines.running();
            case NO_MODEL -> "succeeded, but its provider has named no model within " + deadlines.model();
            default -> "is not over after " + deadlines.total();
        };
    }
}
