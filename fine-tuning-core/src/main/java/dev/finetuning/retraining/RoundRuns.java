package dev.finetuning.retraining;

import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.quality.UnacceptableDatasetException;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunStatus;
import dev.finetuning.run.TooFewExamplesException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The run of each round: starts it once, moves it, and notes how it ended. Thread-safe. */
final class RoundRuns {
    private final FineTuningRuns runs;
    private final RoundPlans plans;
    private final RoundLog log;
    private final InstantSource time;
    private final Map<Integer, String> started = new ConcurrentHashMap<>();

    RoundRuns(FineTuningRuns runs, RoundPlans plans, RoundLog log, InstantSource time) {
        this.runs = runs;
        this.plans = plans;
        this.log = log;
        this.time = time;
    }

    /** Moves a round's run by one step. */
    void advance(TrainingRound round) {
        run(round).ifPresent(id -> over(round, runs.advance(id)));
    }

    /** Moves a round's run until it is over or waits for a decision. */
    void await(TrainingRound round) throws InterruptedException {
        Optional<String> run = run(round);
        if (run.isPresent()) {
            over(round, runs.await(run.get()));
        }
    }

    /** The round's run, started if need be; empty if it cannot be started, which ends the round. */
    private Optional<String> run(TrainingRound round) {
        try {
            return Optional.of(started.computeIfAbsent(round.number(), number -> start(round)));
        } catch (RequestRejectedException
                | TooFewExamplesException
                | UnacceptableDatasetException
                | BudgetExceededException e) {
            log.over(
                    round.number(),
                    new TrainingRound.End(
                            TrainingRound.Outcome.FAILED,
                            time.instant(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            e.getMessage()));
            return Optional.empty();
        }
    }

    private String start(TrainingRound round) {
        return runs.startOnce(
                "retraining " + plans.name() + ", round " + round.number(),
                () -> plans.of(round, log.load().learnt(round.number())));
    }

    private void over(TrainingRound round, FineTuningRun run) {
        if (!run.status().terminal()) {
            return;
        }
        boolean registered = run.status() == RunStatus.SUCCEEDED;
        log.over(
                round.number(),
                new TrainingRound.End(
                        registered ? TrainingRound.Outcome.REGISTERED : TrainingRound.Outcome.FAILED,
                        time.instant(),
                        Optional.of(run.id()),
                        registered ? run.version() : Optional.empty(),
                        registered ? run.modelId() : Optional.empty(),
                        registered && run.promoted().orElse(false),
                        run.note().orElse("")));
        started.remove(round.number());
    }
}
