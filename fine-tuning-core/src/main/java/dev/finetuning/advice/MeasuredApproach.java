package dev.finetuning.advice;

import dev.finetuning.cost.Money;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ScoreCard;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How well one way to do the task did on the test cases, and what it costs. Immutable. */
public final class MeasuredApproach {
    private final Approach approach;
    private final String name;
    private final ScoreCard card;
    private final Interval interval;
    private final @Nullable Money costPerCall;
    private final @Nullable Money costOnce;

    private MeasuredApproach(
            Approach approach, String name, ScoreCard card, @Nullable Money costPerCall, @Nullable Money costOnce) {
        this.approach = approach;
        this.name = name;
        this.card = card;
        this.interval = card.interval()
                .orElseThrow(() -> new IllegalArgumentException(name + " needs a score card with an interval"));
        this.costPerCall = costPerCall;
        this.costOnce = costOnce;
    }

    /**
     * A measurement whose costs are unknown.
     *
     * @param name what was measured, for people: {@code "gpt with 5 examples"}
     * @param card its score with its interval
     * @throws IllegalArgumentException if the name is blank, the card has no interval, or lower is better in it
     */
    public static MeasuredApproach of(Approach approach, String name, ScoreCard card) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("what was measured needs a name");
        }
        if (card.direction() != Direction.HIGHER_IS_BETTER) {
            throw new IllegalArgumentException(name + " needs a metric of which more is better, not " + card.metric());
        }
        return new MeasuredApproach(approach, name, card, null, null);
    }

    /** This with the cost of a call. */
    public MeasuredApproach withCostPerCall(Money cost) {
        return new MeasuredApproach(approach, name, card, cost, costOnce);
    }

    /** This with what is paid once, such as for its training. */
    public MeasuredApproach withCostOnce(Money cost) {
        return new MeasuredApproach(approach, name, card, costPerCall, cost);
    }

    /** The approach. */
    public Approach approach() {
        return approach;
    }

    /** What was measured. */
    public String name() {
        return name;
    }

    /** Its score. */
    public ScoreCard card() {
        return card;
    }

    /** The score's interval. */
    public Interval interval() {
        return interval;
    }

    /** What a call costs; empty if unknown. */
    public Optional<Money> costPerCall() {
        return Optional.ofNullable(costPerCall);
    }

    /** What is paid once; empty if unknown. */
    public Optional<Money> costOnce() {
        return Optional.ofNullable(costOnce);
    }

    /** Whether the whole interval is at or above a threshold. */
    public boolean surelyReaches(double threshold) {
        return interval.low() >= threshold;
    }

    /** Whether the interval contains the threshold, so that more cases could decide either way. */
    public boolean mayReach(double threshold) {
        return interval.low() < threshold && interval.high() >= threshold;
    }

    /** {@code "gpt with 5 examples: 0.850 (0.810 to 0.890) on 300 cases"}. */
    @Override
    public String toString() {
        return name + ": " + Words.scored(card.value(), interval) + " on " + Words.count(card.n()) + " cases";
    }
}
