package dev.finetuning.routing;

import java.time.Duration;

/**
 * What one version was asked as one alias since the router began.
 *
 * @param calls questions, copies included
 * @param failures how many of them got no answer
 * @param shadows how many of them were copies
 * @param latency the time to all answers together
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

    /** The share of questions without an answer; 0 where nothing was asked. */
    public double errorRate() {
        return calls == 0 ? 0 : (double) failures / calls;
    }
}
