package dev.finetuning.search;

import dev.finetuning.cost.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the entries of a search add up to. Built by one thread, then only read. */
final class SearchState {
    private final SearchIdentity identity;
    private final List<Trial> trials = new ArrayList<>();
    private final List<Optional<Money>> estimates = new ArrayList<>();
    private final Map<Integer, List<Rungs.Visit>> visits = new HashMap<>();
    private long size;
    private @Nullable String definition;
    private SearchResult.@Nullable End end;
    private @Nullable FreshMeasurement fresh;

    SearchState(SearchIdentity identity) {
        this.identity = identity;
    }

    void count() {
        size++;
    }

    void defined(String text) {
        if (definition == null) {
            definition = text;
        }
    }

    void begun(Settings settings, Optional<Money> estimate) {
        trials.add(Trial.builder(trials.size(), settings).build());
        estimates.add(estimate);
        end = null;
    }

    /** The first end of a trial counts: two processes may have followed the same run. */
    void over(Trial trial) {
        if (trials.get(trial.number()).outcome() == Trial.Outcome.OPEN) {
            trials.set(trial.number(), trial);
        }
    }

    /** The first visit to a rung counts, for the same reason. */
    void reached(int trial, Rungs.Visit visit) {
        List<Rungs.Visit> known = visits.computeIfAbsent(trial, unused -> new ArrayList<>());
        if (visit.rung() == known.size()) {
            known.add(visit);
        }
    }

    void ended(SearchResult.End why) {
        end = cancelled() ? end : why;
    }

    void measured(FreshMeasurement measurement) {
        fresh = measurement;
    }

    long size() {
        return size;
    }

    Optional<String> definition() {
        return Optional.ofNullable(definition);
    }

    List<Trial> trials() {
        return trials;
    }

    /** The trials that are not over. */
    List<Trial> open() {
        return trials.stream()
                .filter(trial -> trial.outcome() == Trial.Outcome.OPEN)
                .toList();
    }

    /** Whether somebody has cancelled the search; that is its end for good. */
    boolean cancelled() {
        return end == SearchResult.End.CANCELLED;
    }

    /** How many rungs a trial has reached. */
    int rungsReached(int trial) {
        return visits.getOrDefault(trial, List.of()).size();
    }

    /** The losses of all trials that have reached a rung. */
    List<Double> lossesAt(int rung) {
        return visits.values().stream()
                .filter(reached -> reached.size() > rung)
                .map(reached -> identity.objective().loss(reached.get(rung).value()))
                .toList();
    }

    /** The rung from which a trial did not go on, if there is one. */
    Optional<Rungs.Visit> stop(int trial) {
        return visits.getOrDefault(trial, List.of()).stream()
                .filter(visit -> !visit.goesOn())
                .findFirst();
    }

    Optional<SearchResult.End> end() {
        return Optional.ofNullable(end);
    }

    /** What was spent, and what may still be for trials that are not over. */
    Money committed(Money none) {
        Money sum = none;
        for (Trial trial : trials) {
            Optional<Money> amount =
                    trial.outcome() == Trial.Outcome.OPEN ? estimates.get(trial.number()) : trial.cost();
            sum = amount.map(sum::plus).orElse(sum);
        }
        return sum;
    }

    /**
     * The trials as a strategy sees them. What failed says nothing. What was stopped early counts as no better than all
     * that was not, nor than what was stopped later; among those stopped at the same rung, the loss there decides.
     */
    List<Observation> past() {
        Map<Integer, Double> stopped = stoppedLosses();
        List<Observation> past = new ArrayList<>();
        for (Trial trial : trials) {
            switch (trial.outcome()) {
                case OPEN -> past.add(new Observation(trial.settings(), OptionalDouble.empty()));
                case MEASURED -> past.add(new Observation(trial.settings(), OptionalDouble.of(loss(trial))));
                case STOPPED ->
                    past.add(new Observation(
                            trial.settings(), OptionalDouble.of(Objects.requireNonNull(stopped.get(trial.number())))));
                default -> {}
            }
        }
        return past;
    }

    /** What stopped trials count as: their losses at the last rung, raised above those of trials that came further. */
    private Map<Integer, Double> stoppedLosses() {
        double worst = trials.stream()
                .filter(trial -> trial.outcome() == Trial.Outcome.MEASURED)
                .mapToDouble(this::loss)
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
        TreeMap<Integer, List<Trial>> byRung = new TreeMap<>(Comparator.reverseOrder());
        for (Trial trial : trials) {
            if (trial.outcome() == Trial.Outcome.STOPPED) {
                int rung = stop(trial.number()).orElseThrow().rung();
                byRung.computeIfAbsent(rung, unused -> new ArrayList<>()).add(trial);
            }
        }
        Map<Integer, Double> losses = new HashMap<>();
        for (List<Trial> sameRung : byRung.values()) {
            double best = sameRung.stream().mapToDouble(this::loss).min().orElseThrow();
            double raise = Math.max(0, worst - best);
            for (Trial trial : sameRung) {
                double counted = loss(trial) + raise;
                losses.put(trial.number(), counted);
                worst = Math.max(worst, counted);
            }
        }
        return losses;
    }

    private double loss(Trial trial) {
        return identity.objective().loss(trial.value().orElse(Double.POSITIVE_INFINITY));
    }

    boolean tried(Settings settings) {
        return trials.stream().anyMatch(trial -> trial.settings().equals(settings));
    }

    SearchResult result(Optional<Money> budget) {
        return new SearchResult(identity, trials, budget.orElse(null), end, fresh);
    }
}
