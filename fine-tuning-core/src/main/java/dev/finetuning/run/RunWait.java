package dev.finetuning.run;

import dev.finetuning.Sleeper;
import dev.finetuning.training.follow.PollPace;
import java.time.Duration;
import java.time.InstantSource;

/** The pauses between the steps of a run that is waited for. Not thread-safe. */
final class RunWait {
    private final PollPace pace;
    private final InstantSource time;
    private final Sleeper sleeper;
    private int quietSteps;

    RunWait(PollPace pace, InstantSource time, Sleeper sleeper) {
        this.pace = pace;
        this.time = time;
        this.sleeper = sleeper;
    }

    /** Waits until the next step is worth taking. */
    void after(FineTuningRun run, boolean moved) throws InterruptedException {
        quietSteps = moved ? 0 : quietSteps + 1;
        sleeper.sleep(pause(run, moved));
    }

    private Duration pause(FineTuningRun run, boolean moved) {
        if (run.notBefore().isPresent()) {
            Duration left = Duration.between(time.instant(), run.notBefore().get());
            return left.isNegative() ? Duration.ZERO : left;
        }
        boolean waits = run.stage() == RunStage.TRAIN || !moved;
        return waits ? pace.pauseAfter(quietSteps) : Duration.ZERO;
    }
}
