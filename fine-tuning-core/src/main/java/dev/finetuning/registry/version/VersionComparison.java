package dev.finetuning.registry.version;

import dev.finetuning.training.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two versions compared metric by metric. Metrics are never added up: a version wins by one named metric,
 * or by being no worse on any. Only score cards of the same data are compared; of several on the same data,
 * the latest counts.
 *
 * @param first one version
 * @param second the other
 * @param lines the metrics that both have, score cards before training metrics
 */
public record VersionComparison(ModelVersion first, ModelVersion second, List<Line> lines) {
    private static final Map<String, Direction> TRAINING = Map.of(
            Metrics.TRAIN_LOSS, Direction.LOWER_IS_BETTER,
            Metrics.VALID_LOSS, Direction.LOWER_IS_BETTER,
            Metrics.FULL_VALID_LOSS, Direction.LOWER_IS_BETTER,
            Metrics.TRAIN_ACCURACY, Direction.HIGHER_IS_BETTER,
            Metrics.VALID_ACCURACY, Direction.HIGHER_IS_BETTER,
            Metrics.FULL_VALID_ACCURACY, Direction.HIGHER_IS_BETTER);

    /**
     * One metric of both versions.
     *
     * @param metric its name
     * @param first the value of the first version
     * @param second the value of the second version
     * @param direction which direction is better
     */
    public record Line(String metric, double first, double second, Direction direction) {
        /** By how much the second version is better than the first; negative if it is worse. */
        public double gain() {
            return direction.gain(second, first);
        }
    }

    /** Copies the list. */
    public VersionComparison {
        lines = List.copyOf(lines);
    }

    /** Compares two versions on everything measured for both, on the same data and in the same direction. */
    public static VersionComparison of(ModelVersion first, ModelVersion second) {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (ScoreCard card : first.scoreCards()) {
            second.comparable(card)
                    .ifPresent(other -> lines.put(
                            card.metric(), new Line(card.metric(), card.value(), other.value(), card.direction())));
        }
        first.metrics().forEach((metric, value) -> {
            Direction direction = TRAINING.get(metric);
            Double other = second.metrics().get(metric);
            if (direction != null && other != null) {
                lines.putIfAbsent(metric, new Line(metric, value, other, direction));
            }
        });
        return new VersionComparison(first, second, new ArrayList<>(lines.values()));
    }

    /** The version that is better on a metric; empty if they are equal or it was not measured for both. */
    public Optional<ModelVersion> winnerBy(String metric) {
        return lines.stream()
                .filter(line -> line.metric().equals(metric) && line.gain() != 0)
                .findFirst()
                .map(line -> line.gain() > 0 ? second : first);
    }

    /** The version that is better on some metric and worse on none, if there is one. */
    public Optional<ModelVersion> dominant() {
        boolean gains = lines.stream().anyMatch(line -> line.gain() > 0);
        boolean losses = lines.stream().anyMatch(line -> line.gain() < 0);
        return gains == losses ? Optional.empty() : Optional.of(gains ? second : first);
    }
}
