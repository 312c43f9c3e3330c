package dev.finetuning.drift;

import java.time.Instant;
import java.util.Locale;

/**
 * An alarm: what was seen is no longer what it was.
 *
 * @param what the name of what is watched
 * @param at when the alarm was raised
 * @param observations how many values had been seen by then, since the watch or its last restart
 * @param expected the mean that the values were to have: of scores at least this, of the ranks of features about 0.5
 * @param recent the mean of the newest values, at most 200
 * @param evidence how many times as likely the values are if they drift than if they do not, summed over all points at
 *     which they may have begun to; the alarm is raised when it reaches its limit
 */
public record Drift(String what, Instant at, long observations, double expected, double recent, double evidence) {
    /** One sentence for people. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s drifts: the newest values average %.3f where %.3f was expected, after %d values (evidence %.3g)",
                what,
                recent,
                expected,
                observations,
                evidence);
    }
}
