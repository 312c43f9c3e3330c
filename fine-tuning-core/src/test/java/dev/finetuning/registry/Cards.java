package dev.finetuning.registry;

import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Score cards to judge by. */
public final class Cards {
    public static final Instant MEASURED = Instant.parse("2026-03-01T10:00:00.5Z");

    private Cards() {}

    public static ScoreCard plain(String metric, double value) {
        return ScoreCard.of(metric, value, Direction.HIGHER_IS_BETTER, 100, MEASURED);
    }

    public static ScoreCard lower(String metric, double value) {
        return ScoreCard.of(metric, value, Direction.LOWER_IS_BETTER, 100, MEASURED);
    }

    public static ScoreCard full(String metric, double value, String against) {
        return plain(metric, value)
                .withInterval(new Interval(value - 0.05, value + 0.05, 0.95))
                .withAbsent(7)
                .withSource("test set 1")
                .withSlices(Map.of("billing", new ScoreCard.Slice(value - 0.1, 40)))
                .withComparisons(List.of(compared(against, 0.02, 0.03)));
    }

    public static PairedComparison compared(String against, double difference, double p) {
        return new PairedComparison(
                against, difference, new Interval(difference - 0.01, difference + 0.01, 0.95), p, 100, "mcnemar-exact");
    }
}
