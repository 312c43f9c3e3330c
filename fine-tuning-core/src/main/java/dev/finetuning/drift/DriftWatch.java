package dev.finetuning.drift;

import dev.finetuning.internal.content.OneLine;
import dev.finetuning.notification.Notification;
import dev.finetuning.notification.NotificationSource;
import dev.finetuning.notification.NotificationTopic;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.retraining.RetrainingPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether a model in production still does what it was measured to do, and whether it is still asked what it
 * was measured on: scores that fall, and features of the questions (length, turns, a class's share as 0 or 1) that
 * move up or down.
 *
 * <pre>{@code
 * DriftWatch watch = DriftWatch.builder("support@1.0.3")
 *         .expect("judge's score", card)                              // its mean is at least the interval's lower end
 *         .expectLike("length of the question", lengthsOfTheTestSet)
 *         .build();
 * watch.observe("judge's score", 0.8);
 * watch.observe("length of the question", 212);
 * ContinuousTraining.builder(…).policy(RetrainingPolicy.afterExamples(500).or(watch.policy()));
 * Notifications.builder(…).watch(watch);
 * }</pre>
 *
 * <p>The test is sequential and may be looked at after every value: without drift, each thing that is watched raises a
 * false alarm among its first 3,000 values with a probability of at most 1 % ({@link Builder#falseAlarms}), whatever
 * the distribution of the scores, if they are independent. See the guide for how soon a drift is found. After an
 * alarm the watch stays as it is until {@link #restart}; make a new watch for a new version. What it has seen is in
 * memory alone, so a restarted process begins anew. Thread-safe.
 */
public final class DriftWatch implements NotificationSource {
    private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

    private final String subject;
    private final Map<String, Expectation> expectations;
    private final InstantSource time;

    private DriftWatch(Builder builder) {
        subject = builder.subject;
        time = builder.clock;
        double alarmAt = builder.values / builder.probability;
        Map<String, Expectation> all = new LinkedHashMap<>();
        builder.lowestMeans.forEach((what, mean) -> all.put(what, Expectation.scores(what, mean, alarmAt)));
        builder.references.forEach((what, values) -> all.put(what, Expectation.like(what, values, alarmAt)));
        expectations = all;
    }

    /**
     * Starts a watch.
     *
     * @param subject what is watched, such as the id of a version; for notifications and the log
     */
    public static Builder builder(String subject) {
        return new Builder(subject);
    }

    /**
     * Takes a value.
     *
     * @param what what it is a value of, as it was named to the builder
     * @return the alarm, if this value raised it
     * @throws IllegalArgumentException if nothing of that name is watched, the value is a score outside of 0 to 1, or
     *     no number
     */
    public Optional<Drift> observe(String what, double value) {
        Optional<Drift> alarm = expectation(what).add(value, time);
        alarm.ifPresent(drift -> LOG.info("{}: {}", OneLine.of(subject), OneLine.of(drift.text())));
        return alarm;
    }

    /** The alarms that were raised, in the order in which their things are watched. */
    public List<Drift> alarms() {
        return expectations.values().stream()
                .flatMap(expectation -> expectation.alarm().stream())
                .toList();
    }

    /** How everything stands that is watched, in the order in which it was named to the builder, scores first. */
    public List<DriftState> states() {
        return expectations.values().stream().map(Expectation::state).toList();
    }

    /**
     * Begins anew with one of the things that are watched, and forgets its alarm.
     *
     * @throws IllegalArgumentException if nothing of that name is watched
     */
    public void restart(String what) {
        expectation(what).restart();
    }

    private Expectation expectation(String what) {
        return Optional.ofNullable(expectations.get(what))
                .orElseThrow(() -> new IllegalArgumentException(
                        "nothing named " + what + " is watched, only " + expectations.keySet()));
    }

    /** Trains again while there is an alarm. */
    public RetrainingPolicy policy() {
        return status -> alarms().stream().findFirst().map(Drift::text);
    }

    /** A notification for each alarm. */
    @Override
    public List<Notification> since(Instant from) {
        return alarms().stream()
                .filter(drift -> !drift.at().isBefore(from))
                .map(drift -> Notification.of(
                                "drift/" + subject + "/" + drift.what() + "/"
                                        + drift.at().toEpochMilli(),
                                NotificationTopic.DRIFT,
                                subject,
                                drift.text(),
                                drift.at())
                        .with("what", drift.what()))
                .toList();
    }

    /** As a source of notifications. */
    @Override
    public String toString() {
        return "the drift watch of " + OneLine.of(subject);
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private static final int FEWEST = 30;

        private final String subject;
        private final Map<String, Double> lowestMeans = new LinkedHashMap<>();
        private final Map<String, double[]> references = new LinkedHashMap<>();
        private double probability = 0.01;
        private long values = 3_000;
        private InstantSource clock = InstantSource.system();

        private Builder(String subject) {
            this.subject = subject;
        }

        /**
         * Expects scores like those of an evaluation: their mean is at least the lower end of its interval, or its
         * value if it has none.
         *
         * @param what their name
         * @throws IllegalArgumentException if lower is better on the card, or its value is not above 0 and at most 1
         */
        public Builder expect(String what, ScoreCard card) {
            if (card.direction() != Direction.HIGHER_IS_BETTER) {
                throw new IllegalArgumentException("of " + card.metric()
                        + " lower is better; hand in one less the value, or watch it by" + " expectLike");
            }
            return expectScores(what, card.interval().map(Interval::low).orElse(card.value()));
        }

        /**
         * Expects scores from 0 to 1 whose mean is at least this.
         *
         * @param what their name
         * @throws IllegalArgumentException if the mean is not above 0 and at most 1
         */
        public Builder expectScores(String what, double lowestMean) {
            if (!(lowestMean > 0 && lowestMean <= 1)) {
                throw new IllegalArgumentException("the lowest mean is above 0 and at most 1, not " + lowestMean);
            }
            // scores that were perfect may fall by one in a thousand
            lowestMeans.put(what, Math.min(lowestMean, 0.999));
            return this;
        }

        /**
         * Expects values neither larger nor smaller than those of a reference, such as the test set's.
         *
         * @param what their name
         * @param reference at least 30 values
         * @throws IllegalArgumentException if there are fewer, or one is no number
         */
        public Builder expectLike(String what, double... reference) {
            if (reference.length < FEWEST) {
                throw new IllegalArgumentException(
                        "a reference has at least " + FEWEST + " values, not " + reference.length);
            }
            for (double value : reference) {
                if (Double.isNaN(value)) {
                    throw new IllegalArgumentException("a reference must consist of numbers");
                }
            }
            references.put(what, reference.clone());
            return this;
        }

        /**
         * How often a false alarm may be raised by each thing that is watched: 1 % among 3,000 values by default.
         *
         * @param newProbability above 0 and below 1
         * @param amongValues among how many values, at least 1
         * @throws IllegalArgumentException if a number is out of range
         */
        public Builder falseAlarms(double newProbability, long amongValues) {
            if (!(newProbability > 0 && newProbability < 1) || amongValues < 1) {
                throw new IllegalArgumentException("a probability is above 0 and below 1, and there is at least one"
                        + " value: " + newProbability + " among " + amongValues);
            }
            probability = newProbability;
            values = amongValues;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Builds the watch.
         *
         * @throws IllegalStateException if nothing is expected, or two things have the same name
         */
        public DriftWatch build() {
            if (lowestMeans.isEmpty() && references.isEmpty()) {
                throw new IllegalStateException("a watch needs something to expect");
            }
            if (lowestMeans.keySet().stream().anyMatch(references::containsKey)) {
                throw new IllegalStateException("scores and other values that are watched need different names");
            }
            return new DriftWatch(this);
        }
    }
}
