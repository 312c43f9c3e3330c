package dev.finetuning.registry.internal.stored;

import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.registry.version.Direction;
import java.util.Map;
import java.util.Optional;

/** The names under which the direction of a metric is stored, in registries, runs and searches. */
public final class StoredDirections {
    private static final StoredNames<Direction> NAMES = StoredNames.of(
            Direction.class,
            Map.of(Direction.HIGHER_IS_BETTER, "higher_is_better", Direction.LOWER_IS_BETTER, "lower_is_better"));

    private StoredDirections() {}

    /** The name under which a direction is stored. */
    public static String of(Direction direction) {
        return NAMES.of(direction);
    }

    /** The direction of a stored name; empty for one that a later version added. Searches once wrote hyphens. */
    public static Optional<Direction> find(String name) {
        return NAMES.find(name.replace('-', '_'));
    }
}
