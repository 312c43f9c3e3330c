package dev.finetuning.search;

import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The winner of a search, measured on data that the search never saw. The score by which it won is the best of
 * several noisy ones and therefore too good (the winner's curse); these are not.
 *
 * @param trial the winner's number
 * @param version its version in the registry
 * @param metrics its metrics, in the search and on fresh data
 * @param promoted whether the gates let it through
 * @param note what the gates said
 */
public record FreshMeasurement(int trial, String version, List<Metric> metrics, boolean promoted, String note) {
    /** Copies the list. */
    public FreshMeasurement {
        metrics = List.copyOf(metrics);
    }

    /**
     * One metric.
     *
     * @param name its name
     * @param direction which direction is better
     * @param inSearch its value on the data of the search, if it was measured there
     * @param fresh its value on the fresh data
     * @param interval the confidence interval of the value on the fresh data, if one was computed
     * @param cases how many fresh cases were measured
     */
    public record Metric(
            String name,
            Direction direction,
            OptionalDouble inSearch,
            double fresh,
            Optional<Interval> interval,
            long cases) {
        /** By how much the search made the winner look better than it is; below 0 if it is even better. */
        public OptionalDouble optimism() {
            return inSearch.isPresent()
                    ? OptionalDouble.of(direction.gain(inSearch.getAsDouble(), fresh))
                    : OptionalDouble.empty();
        }
    }

    /** A metric by its name. */
    public Optional<Metric> metric(String name) {
        return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
    }
}
