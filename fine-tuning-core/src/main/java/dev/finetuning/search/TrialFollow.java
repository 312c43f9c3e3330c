package dev.finetuning.search;

import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.Money;
import dev.finetuning.journal.JournalException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.quality.UnacceptableDatasetException;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunCost;
import dev.finetuning.run.RunStatus;
import dev.finetuning.run.TooFewExamplesException;
import dev.finetuning.training.Checkpoint;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a trial from its beginning to its end: its run, and what is noted about it. Thread-safe. */
final class TrialFollow {
    private static final Logger LOG = LoggerFactory.getLogger(HyperparameterSearch.class);
    private static final int MAX_FAULTS = 3;

    private final SearchLog log;
    private final FineTuningRuns runs;
    private final TrialPlans plans;
    private final Objective objective;
    private final Rungs rungs;

    TrialFollow(SearchLog log, FineTuningRuns runs, TrialPlans plans, Objective objective, Rungs rungs) {
        this.log = log;
        this.runs = runs;
        this.plans = plans;
        this.objective = objective;
        this.rungs = rungs;
    }

    /** Follows a trial, and says whether it is over; if not, its run waits for a decision. */
    boolean follow(Trial trial) throws InterruptedException {
        Optional<String> runId = start(trial);
        return runId.isEmpty() || note(trial, await(trial, runId.get()));
    }

    /** Moves a trial by one step. A failure of a step is logged, and the step is tried again with the next call. */
    void step(Trial trial) {
        try {
            start(trial).ifPresent(runId -> {
                FineTuningRun run = runs.advance(runId);
                rungs.look(trial.number(), run);
                note(trial, run);
            });
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("{} failed in a step", trial, e);
        }
    }

    /** Requests the end of a trial; one whose run was never started is over at once. */
    void cancel(Trial trial, String by) {
        Optional<String> runId = runs.startedAs(plans.key(trial.number()));
        if (runId.isPresent()) {
            runs.cancel(runId.get(), by);
        } else {
            log.over(trial.toBuilder()
                    .outcome(Trial.Outcome.CANCELLED)
                    .note("the search was cancelled before its run began")
                    .build());
        }
    }

    /** The run of a trial, started if need be; empty if it is refused, which ends the trial. */
    private Optional<String> start(Trial trial) {
        String key = plans.key(trial.number());
        try {
            return Optional.of(runs.startOnce(key, () -> plans.of(trial.number(), trial.settings())));
        } catch (RequestRejectedException
                | TooFewExamplesException
                | UnacceptableDatasetException
                | BudgetExceededException e) {
            Optional<Money> nothing = TrialPlans.estimate(plans.of(trial.number(), trial.settings()))
                    .map(Money::zero);
            log.over(trial.toBuilder()
                    .outcome(Trial.Outcome.FAILED)
                    .cost(nothing)
                    .note(e.getMessage())
                    .build());
            return Optional.empty();
        }
    }

    /** Notes the end of a trial if its run is over, and says whether it is. */
    private boolean note(Trial trial, FineTuningRun run) {
        if (run.status().terminal()) {
            log.over(over(trial, run));
        }
        return run.status().terminal();
    }

    /** An evaluation that keeps failing fails its trial, not the search; what it has cost is spent. */
    private FineTuningRun await(Trial trial, String runId) throws InterruptedException {
        for (int faults = 1; ; faults++) {
            try {
                return runs.await(runId, run -> rungs.look(trial.number(), run));
            } catch (JournalException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("run {} of {} failed in a step", runId, trial, e);
                if (faults == MAX_FAULTS) {
                    runs.cancel(
                            runId,
                            "search: a step failed " + faults + " times, the last time with "
                                    + e.getClass().getName());
                }
            }
        }
    }

    private Trial over(Trial trial, FineTuningRun run) {
        Optional<ModelVersion> version = runs.model(run.id()).version();
        Trial.Builder over = trial.toBuilder()
                .run(Optional.of(run.id()))
                .cost(run.cost().map(RunCost::soFar))
                .version(run.version())
                .note(run.note().orElse(""));
        if (run.status() == RunStatus.SUCCEEDED) {
            OptionalDouble value = objective.of(run, version);
            return over.outcome(value.isPresent() ? Trial.Outcome.MEASURED : Trial.Outcome.NOT_MEASURED)
                    .value(value)
                    .checkpoint(bestCheckpoint(run))
                    .build();
        }
        Optional<Rungs.Visit> stop = log.load().stop(trial.number());
        if (run.status() == RunStatus.CANCELLED && stop.isPresent()) {
            return over.outcome(Trial.Outcome.STOPPED)
                    .value(OptionalDouble.of(stop.get().value()))
                    .note(Rungs.why(stop.get()))
                    .build();
        }
        return over.outcome(run.status() == RunStatus.CANCELLED ? Trial.Outcome.CANCELLED : Trial.Outcome.FAILED)
                .build();
    }

    /** Optional: where the provider cannot say, the trial has none. */
    private Optional<Trial.BestCheckpoint> bestCheckpoint(FineTuningRun run) {
        try {
            return runs.model(run.id()).checkpoints().stream()
                    .filter(checkpoint -> objective.in(checkpoint.metrics()).isPresent())
                    .min(Comparator.comparingDouble(checkpoint -> objective.loss(value(checkpoint))))
                    .map(checkpoint -> new Trial.BestCheckpoint(
                            checkpoint.id(), checkpoint.modelId(), checkpoint.step(), value(checkpoint)));
        } catch (ProviderException e) {
            LOG.warn("the checkpoints of run {} cannot be read: {}", run.id(), e.getMessage());
            return Optional.empty();
        }
    }

    private double value(Checkpoint checkpoint) {
        return objective.in(checkpoint.metrics()).orElseThrow();
    }
}
