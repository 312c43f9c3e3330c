package dev.finetuning.drift;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one of the things stands that a {@link DriftWatch} watches.
 *
 * @param what its name
 * @param expected the mean that its values are to have: of scores at least this, of the ranks of features about 0.5
 * @param observations how many values have been seen since the watch or its last restart
 * @param recent the mean of the newest values, at most 200; empty before the first
 * @param evidence the evidence of a drift after the last value, as in {@link Drift#evidence}; 0 before the first
 * @param alarmAt the evidence at which the alarm is raised
 * @param alarm the alarm, if it was raised
 */
public record DriftState(
        String what,
        double expected,
        long observations,
        OptionalDouble recent,
        double evidence,
        double alarmAt,
        Optional<Drift> alarm) {}
