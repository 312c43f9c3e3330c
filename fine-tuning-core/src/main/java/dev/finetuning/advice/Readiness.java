package dev.finetuning.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a task is ready for fine-tuning, or better done without: the advice, and the grounds it rests on. Made from
 * measurements only; what was not measured is said to be unknown. Immutable.
 *
 * <pre>{@code
 * Readiness readiness = Readiness.builder("Support, November", "ExactMatch", 0.9)
 *         .stability(AnswerStability.of(dataset))
 *         .addMeasured(prompted)
 *         .addMeasured(nearest)
 *         .curve(curve)
 *         .build();
 * System.out.println(readiness.summary());
 * }</pre>
 *
 * <p>The first approach in the order of effort whose whole interval reaches the threshold wins, unless a later one that
 * reaches it too pays for itself in time by cheaper calls. If none reaches it, the learning curve decides whether
 * examples are missing.
 */
public final class Readiness {
    private final String name;
    private final String metric;
    private final double threshold;
    private final List<MeasuredApproach> measured;
    private final @Nullable AnswerStability stability;
    private final @Nullable LearningCurve curve;
    private final Advice advice;
    private final List<Ground> grounds;

    /** What to do. */
    public enum Advice {
        /** Prompting is measured good enough. */
        PROMPT,
        /** Looking up examples is measured good enough, and prompting is not. */
        RETRIEVE,
        /** A tuned model is good enough and those before it are not, or it pays for itself. */
        FINE_TUNE,
        /** A model of your own is good enough and those before it are not, or it pays for itself. */
        OWN_MODEL,
        /** More examples are expected to lead to the threshold. */
        COLLECT_EXAMPLES,
        /** The same questions have different answers: settle first which is right. */
        SETTLE_ANSWERS,
        /** The measurements do not decide: something cheaper was not tried, or there are too few test cases. */
        MEASURE_MORE,
        /** Nothing reaches the threshold, nor will more examples of this kind: change the task, data or threshold. */
        RETHINK
    }

    /** What a ground says about training. */
    public enum Leaning {
        FOR_TRAINING,
        AGAINST_TRAINING,
        UNKNOWN
    }

    /**
     * A ground for the advice.
     *
     * @param subject what it is about, such as {@code "prompting"}
     * @param leaning what it says about training
     * @param sentence the measurement in words, with its figures
     */
    public record Ground(String subject, Leaning leaning, String sentence) {}

    private Readiness(Builder builder) {
        name = builder.name;
        metric = builder.metric;
        threshold = builder.threshold;
        measured = builder.measured();
        stability = builder.stability;
        curve = builder.curve;
        ReadinessRules rules = new ReadinessRules(builder);
        grounds = rules.grounds();
        advice = rules.advice();
    }

    /**
     * Starts an assessment.
     *
     * @param name what it is about, for people
     * @param metric the metric of all scores
     * @param threshold the score from which on the task is done well enough, above 0, at most 1
     * @throws IllegalArgumentException if the threshold is out of range
     */
    public static Builder builder(String name, String metric, double threshold) {
        return new Builder(name, metric, threshold);
    }

    /** What it is about. */
    public String name() {
        return name;
    }

    /** The metric of all scores. */
    public String metric() {
        return metric;
    }

    /** The score from which on the task is done well enough. */
    public double threshold() {
        return threshold;
    }

    /** What to do. */
    public Advice advice() {
        return advice;
    }

    /** Why: one ground for each measurement, in the order of the rules. */
    public List<Ground> grounds() {
        return grounds;
    }

    /** The approaches that were measured, in the order of effort. */
    public List<MeasuredApproach> measured() {
        return measured;
    }

    /** Whether the same questions have the same answers, if that was looked at. */
    public Optional<AnswerStability> stability() {
        return Optional.ofNullable(stability);
    }

    /** The learning curve, if one was measured. */
    public Optional<LearningCurve> curve() {
        return Optional.ofNullable(curve);
    }

    /** The advice in a sentence. */
    public String sentence() {
        return ReadinessRules.sentence(advice);
    }

    /** The advice and its grounds, a line each. */
    public String summary() {
        return name + ": " + sentence()
                + grounds.stream()
                        .map(ground -> "\n  " + ground.subject() + ": " + ground.sentence())
                        .collect(Collectors.joining());
    }

    /** Name and advice. */
    @Override
    public String toString() {
        return "Readiness[" + name + ", " + advice + "]";
    }

    /** Collects what is known. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String metric;
        private final double threshold;
        private final List<MeasuredApproach> measured = new ArrayList<>();
        private @Nullable AnswerStability stability;
        private @Nullable LearningCurve curve;
        private double maxContradictory = 0.1;
        private long callsPerMonth;
        private int months = 6;

        private Builder(String name, String metric, double threshold) {
            if (!(threshold > 0 && threshold <= 1)) {
                throw new IllegalArgumentException("the threshold must be above 0 and at most 1: " + threshold);
            }
            this.name = name;
            this.metric = metric;
            this.threshold = threshold;
        }

        /** Whether the same questions have the same answers; leave it out for answers in free words. */
        public Builder stability(AnswerStability found) {
            stability = found;
            return this;
        }

        /**
         * The share of repeated questions that may have different answers; 0.1 by default.
         *
         * @throws IllegalArgumentException if it is not within 0..1
         */
        public Builder maxContradictory(double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share is within 0..1: " + share);
            }
            maxContradictory = share;
            return this;
        }

        /**
         * Adds an approach that was measured on the test cases.
         *
         * @throws IllegalArgumentException if its score is of another metric
         */
        public Builder addMeasured(MeasuredApproach approach) {
            if (!approach.card().metric().equals(metric)) {
                throw new IllegalArgumentException(
                        approach.name() + " was scored by " + approach.card().metric() + ", not by " + metric);
            }
            measured.add(approach);
            return this;
        }

        /** How the score of a trained model grows with the number of examples. */
        public Builder curve(LearningCurve growing) {
            curve = growing;
            return this;
        }

        /**
         * How many calls a month are expected, and in how many months training has to pay for itself; by default no
         * calls, so that training is advised only for quality.
         *
         * @throws IllegalArgumentException if the calls are negative or there is not at least one month
         */
        public Builder payback(long calls, int withinMonths) {
            if (calls < 0 || withinMonths < 1) {
                throw new IllegalArgumentException(
                        "payback needs 0 or more calls a month and at least 1 month: " + calls + ", " + withinMonths);
            }
            callsPerMonth = calls;
            months = withinMonths;
            return this;
        }

        List<MeasuredApproach> measured() {
            return measured.stream()
                    .sorted(Comparator.comparing(MeasuredApproach::approach))
                    .toList();
        }

        double threshold() {
            return threshold;
        }

        Optional<AnswerStability> stability() {
            return Optional.ofNullable(stability);
        }

        double maxContradictory() {
            return maxContradictory;
        }

        Optional<LearningCurve> curve() {
            return Optional.ofNullable(curve);
        }

        long callsToPayBack() {
            return Math.multiplyExact(callsPerMonth, (long) months);
        }

        /** Weighs the measurements. */
        public Readiness build() {
            return new Readiness(this);
        }
    }
}
