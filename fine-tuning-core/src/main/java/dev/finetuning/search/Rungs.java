package dev.finetuning.search;

import dev.finetuning.provider.ProviderException;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunModel;
import dev.finetuning.run.RunStage;
import dev.finetuning.run.RunStatus;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares trials under way at rungs and cancels the hopeless ones. What was seen is in the journal. Thread-safe. */
final class Rungs {
    private static final Logger LOG = LoggerFactory.getLogger(HyperparameterSearch.class);

    private final SearchLog log;
    private final FineTuningRuns runs;
    private final Objective objective;
    private final @Nullable SuccessiveHalving rule;
    private final Set<Integer> cancelled = ConcurrentHashMap.newKeySet();

    Rungs(SearchLog log, FineTuningRuns runs, Objective objective, @Nullable SuccessiveHalving rule) {
        this.log = log;
        this.runs = runs;
        this.objective = objective;
        this.rule = rule;
    }

    /**
     * What a trial was worth at a rung.
     *
     * @param rung the rung's number, from 0
     * @param value the objective
     * @param goesOn whether it was good enough to go on
     */
    record Visit(int rung, double value, boolean goesOn) {}

    /** One value of a job under way. */
    private record Point(double at, double value) {}

    /** Looks at a run under way; where it has reached a new rung and is not good enough there, it is cancelled. */
    void look(int trial, FineTuningRun run) {
        if (rule == null || run.stage() != RunStage.TRAIN || run.status() != RunStatus.ACTIVE) {
            return;
        }
        SearchState state = log.load();
        Double at = run.job().metrics().get(rule.resource());
        if (at != null && state.stop(trial).isEmpty() && at >= rule.at(state.rungsReached(trial))) {
            climb(trial, run, rule);
            state = log.load();
        }
        // a crash may have come between the note and the cancelling, so the note decides
        if (state.stop(trial).isPresent() && cancelled.add(trial)) {
            runs.cancel(run.id(), "search: " + why(state.stop(trial).get()));
        }
    }

    private void climb(int trial, FineTuningRun run, SuccessiveHalving rungs) {
        for (Point point : points(run, rungs)) {
            SearchState state = log.load();
            int next = state.rungsReached(trial);
            if (state.stop(trial).isPresent()) {
                return;
            }
            if (point.at() >= rungs.at(next)) {
                List<Double> losses = new ArrayList<>(state.lossesAt(next));
                double own = objective.loss(point.value());
                losses.add(own);
                log.reached(trial, new Visit(next, point.value(), rungs.goesOn(own, losses)));
            }
        }
    }

    static String why(Visit visit) {
        return "stopped at rung " + visit.rung() + ", where others were better";
    }

    /** The values of the job so far, from events and checkpoints, in the order of training. */
    private List<Point> points(FineTuningRun run, SuccessiveHalving rungs) {
        RunModel model = runs.model(run.id());
        List<Point> points = new ArrayList<>();
        try {
            for (TrainingEvent event : model.events()) {
                point(event.metrics(), rungs).ifPresent(points::add);
            }
            for (Checkpoint checkpoint : model.checkpoints()) {
                Map<String, Double> metrics = new HashMap<>(checkpoint.metrics());
                metrics.put(Metrics.STEP, (double) checkpoint.step());
                point(metrics, rungs).ifPresent(points::add);
            }
        } catch (ProviderException e) {
            LOG.debug("the values of run {} cannot be read now", run.id(), e);
        }
        points.sort(Comparator.comparingDouble(Point::at));
        return points;
    }

    private Optional<Point> point(Map<String, Double> metrics, SuccessiveHalving rungs) {
        Double at = metrics.get(rungs.resource());
        OptionalDouble value = objective.in(metrics);
        return at == null || value.isEmpty() ? Optional.empty() : Optional.of(new Point(at, value.getAsDouble()));
    }
}
