package dev.finetuning.advice;

import java.util.OptionalLong;

/**
 * How many examples it takes to reach a score, as far as a learning curve tells.
 *
 * @param expected by the fitted curve; empty if it does not get there within {@link LearningCurve#REACH} times the most
 *     examples that were measured
 * @param low the lower end of the bootstrap interval; empty like {@code expected}
 * @param high the upper end of the bootstrap interval; empty like {@code expected}
 */
public record ExamplesNeeded(OptionalLong expected, OptionalLong low, OptionalLong high) {
    /** {@code "about 1,200 examples (900 to 2,000)"}. */
    @Override
    public String toString() {
        return expected.isEmpty()
                ? "more examples than the curve can tell"
                : "about " + Words.count(expected.getAsLong()) + " examples ("
                        + (low.isPresent() ? Words.count(low.getAsLong()) : "?") + " to "
                        + (high.isPresent() ? Words.count(high.getAsLong()) : "more than the curve can tell") + ")";
    }
}
