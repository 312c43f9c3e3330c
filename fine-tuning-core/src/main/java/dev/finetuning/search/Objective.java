package dev.finetuning.search;

import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.training.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a search makes as good as possible: one number for each trial. Immutable. */
public final class Objective {
    private static final List<String> LOSSES = List.of(Metrics.FULL_VALID_LOSS, Metrics.VALID_LOSS);

    private final String name;
    private final Direction direction;
    private final List<String> ofTraining;

    private Objective(String name, Direction direction, List<String> ofTraining) {
        this.name = name;
        this.direction = direction;
        this.ofTraining = ofTraining;
    }

    /**
     * The last validation loss that the provider reports: on the whole validation file ({@link
     * Metrics#FULL_VALID_LOSS}) if it is known, otherwise on a batch. Plans need validation examples.
     */
    public static Objective validationLoss() {
        return new Objective("validation loss", Direction.LOWER_IS_BETTER, LOSSES);
    }

    /**
     * The last value of a metric that the provider reports during training, such as {@link
     * Metrics#FULL_VALID_ACCURACY}.
     */
    public static Objective trainingMetric(String metric, Direction direction) {
        return new Objective(metric, direction, List.of(metric));
    }

    /**
     * The value of a score card of the run's evaluation, which measures on the plan's test examples. Give plans
     * other examples there than those that the winner is measured on.
     */
    public static Objective scoreCard(String metric, Direction direction) {
        return new Objective(metric, direction, List.of());
    }

    /** The metric's name. */
    public String name() {
        return name;
    }

    /** Which direction is better. */
    public Direction direction() {
        return direction;
    }

    /** Whether the provider reports it while it trains. */
    boolean ofTraining() {
        return !ofTraining.isEmpty();
    }

    /** The value of a run; empty if it is not a finite number or nobody measured it. */
    OptionalDouble of(FineTuningRun run, Optional<ModelVersion> version) {
        return ofTraining()
                ? in(run.job().metrics())
                : finite(version.flatMap(registered -> registered.score(name)).map(ScoreCard::value));
    }

    /** The value among metrics of training; empty if it is not a finite number or not among them. */
    OptionalDouble in(Map<String, Double> metrics) {
        return finite(
                ofTraining.stream().filter(metrics::containsKey).findFirst().map(metrics::get));
    }

    private static OptionalDouble finite(Optional<Double> value) {
        return value.filter(number -> Double.isFinite(number)).stream()
                .mapToDouble(Double::doubleValue)
                .findFirst();
    }

    /** The value as a loss, of which less is better. */
    double loss(double value) {
        return direction == Direction.LOWER_IS_BETTER ? value : -value;
    }

    /** Name and direction. */
    @Override
    public String toString() {
        return name + (direction == Direction.LOWER_IS_BETTER ? ", lower is better" : ", higher is better");
    }
}
