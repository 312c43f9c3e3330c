package dev.finetuning.console.work;

import dev.finetuning.drift.DriftState;
import dev.finetuning.drift.DriftWatch;
import dev.finetuning.notification.Notification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** A version whose questions and scores are watched, as the log says it. Thread-safe. */
public final class WatchedVersion {
    static final String SCORE = "score";
    static final String LENGTHS = "length of the question";
    static final String LOWEST = "lowest";
    static final String REFERENCE = "lengths";

    private final TextLog.Entry start;
    private final LoggedTime time = new LoggedTime();
    private final DriftWatch watch;

    /** The time of what is read from the log, so that an alarm keeps its own. */
    private static final class LoggedTime implements InstantSource {
        private volatile Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }
    }

    WatchedVersion(TextLog.Entry start) {
        this.start = start;
        DriftWatch.Builder builder = DriftWatch.builder(version()).clock(time);
        start.fields().number(LOWEST, 0, 1).ifPresent(lowest -> builder.expectScores(SCORE, lowest));
        start.fields().text(REFERENCE).ifPresent(lengths -> builder.expectLike(LENGTHS, numbers(lengths)));
        watch = builder.build();
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Takes what was noted after the start. */
    void take(TextLog.Entry entry) {
        time.now = entry.at();
        if (entry.type().equals(DriftDesk.RESTARTED)) {
            watch.restart(entry.fields().require("what"));
            return;
        }
        for (DriftState state : watch.states()) {
            entry.fields()
                    .number(state.what().equals(SCORE) ? "score" : "length", 0, Integer.MAX_VALUE)
                    .ifPresent(value -> watch.observe(state.what(), value));
        }
    }

    /** The version's id. */
    public String version() {
        return start.fields().require(DriftDesk.VERSION);
    }

    /** Who has it watched. */
    public String by() {
        return start.fields().require(DriftDesk.BY);
    }

    /** Since when. */
    public Instant at() {
        return start.at();
    }

    /** How everything stands that is watched. */
    public List<DriftState> states() {
        return watch.states();
    }

    /** A notification for each alarm that was raised at or after an instant. */
    List<Notification> alarmsSince(Instant from) {
        return watch.since(from);
    }

    /** Whether one of them has rung. */
    public boolean rings() {
        return !watch.alarms().isEmpty();
    }
}
