package dev.finetuning.search;

import dev.finetuning.cost.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a search has found so far. Immutable. */
public final class SearchResult {
    private final String name;
    private final Objective objective;
    private final List<Trial> trials;
    private final @Nullable Money budget;
    private final @Nullable End end;
    private final @Nullable FreshMeasurement fresh;

    /** Why a search begins no further trial. */
    public enum End {
        /** All trials that were asked for have begun. */
        TRIALS,
        /** The next trial does not fit into what is left of the budget. */
        BUDGET,
        /** The strategy has nothing left that was not tried. */
        SPACE,
        /** Somebody has cancelled the search. */
        CANCELLED
    }

    SearchResult(
            SearchIdentity identity,
            List<Trial> trials,
            @Nullable Money budget,
            @Nullable End end,
            @Nullable FreshMeasurement fresh) {
        this.name = identity.name();
        this.objective = identity.objective();
        this.trials = List.copyOf(trials);
        this.budget = budget;
        this.end = end;
        this.fresh = fresh;
    }

    /** The search's name. */
    public String name() {
        return name;
    }

    /** What it makes as good as possible. */
    public Objective objective() {
        return objective;
    }

    /** All trials, in the order in which they were begun. */
    public List<Trial> trials() {
        return trials;
    }

    /** The measured trials, best first; of equal ones the one that was begun first. */
    public List<Trial> ranked() {
        return trials.stream()
                .filter(trial -> trial.outcome() == Trial.Outcome.MEASURED)
                .sorted(Comparator.comparingDouble(this::loss).thenComparingInt(Trial::number))
                .toList();
    }

    /** The best measured trial. */
    public Optional<Trial> winner() {
        return ranked().stream().findFirst();
    }

    /** The trials that are not over. */
    public List<Trial> open() {
        return trials.stream()
                .filter(trial -> trial.outcome() == Trial.Outcome.OPEN)
                .toList();
    }

    /** For each trial the best value among it and those before it; empty before the first measured one. */
    public List<OptionalDouble> bestSoFar() {
        List<OptionalDouble> curve = new ArrayList<>();
        Optional<Trial> best = Optional.empty();
        for (Trial trial : trials) {
            boolean better = trial.outcome() == Trial.Outcome.MEASURED
                    && best.map(before -> loss(trial) < loss(before)).orElse(true);
            best = better ? Optional.of(trial) : best;
            curve.add(best.map(Trial::value).orElse(OptionalDouble.empty()));
        }
        return List.copyOf(curve);
    }

    private double loss(Trial trial) {
        return objective.loss(trial.value().orElse(Double.NaN));
    }

    /** What all trials have cost, as far as it is known; empty if nothing is. */
    public Optional<Money> spent() {
        return trials.stream().flatMap(trial -> trial.cost().stream()).reduce(Money::plus);
    }

    /** The maximum for the whole search, if there is one. */
    public Optional<Money> budget() {
        return Optional.ofNullable(budget);
    }

    /** Why no further trial begins; empty while the search goes on. */
    public Optional<End> end() {
        return Optional.ofNullable(end);
    }

    /** The winner on data that the search never saw; empty if there is none, or it is not measured yet. */
    public Optional<FreshMeasurement> fresh() {
        return Optional.ofNullable(fresh);
    }

    /** A summary of a few lines. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("search ").append(name).append(": ").append(ranked().size()).append(" of ");
        text.append(trials.size()).append(" trials measured by ").append(objective);
        spent().ifPresent(money -> text.append("; cost ").append(money));
        budget().ifPresent(money -> text.append(" of ").append(money));
        end().ifPresent(why -> text.append("; ended by ").append(why));
        winner().ifPresent(best -> text.append("\nwinner: ").append(best));
        fresh().ifPresent(measured -> measured.metrics()
                .forEach(metric -> text.append("\non fresh data: ")
                        .append(metric.name())
                        .append(' ')
                        .append(metric.fresh())
                        .append(
                                metric.inSearch().isPresent()
                                        ? ", in the search " + metric.inSearch().getAsDouble()
                                        : "")));
        return text.toString();
    }
}
