package dev.finetuning.routing;

import java.time.Duration;

/**
 * Counts for one version reached through one alias, since the router was created.
 *
 * @param calls questions, including shadow copies
 * @param failures how many of them got no answer
 * @param shadows how many of them were shadow copies
 * @param latency the total time of all answers
 */
public record ArmCount(long calls, long failures, long shadows, Duration latency) {
    static final ArmCount ZERO = new ArmCount(0, 0, 0, Duration.ZERO);

    ArmCount plus(RoutedCall call) {
        return new ArmCount(
                calls + 1,
                failures + (call.failure().isPresent() ? 1 : 0),
                shadows + (call.shadow() ? 1 : 0),
                call.reply().map(reply -> latency.plus(reply.latency())).orElse(latency));
    }

    /** The share of questions without an answer; 0 if there were no questions. */
    public double errorRate() {
        return calls == 0 ? 0 : (double) failures / calls;
    }
}
