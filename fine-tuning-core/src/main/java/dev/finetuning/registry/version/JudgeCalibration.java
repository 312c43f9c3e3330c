package dev.finetuning.registry.version;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A judge, which is a model that gives scores, compared with people on one task. A score card by this judge carries
 * it, and a gate reads it: see {@link dev.finetuning.registry.promotion.JudgeDemand}. Immutable.
 */
public final class JudgeCalibration {
    private final String task;
    private final String judge;
    private final JudgeAgreement agreement;
    private final Instant measuredAt;
    private final double judgeRate;
    private final double humanRate;
    private final @Nullable Double positionBias;
    private final String source;

    private JudgeCalibration(Builder builder) {
        task = builder.task;
        judge = builder.judge;
        agreement = builder.agreement;
        measuredAt = builder.measuredAt;
        judgeRate = builder.judgeRate;
        humanRate = builder.humanRate;
        positionBias = builder.positionBias;
        source = builder.source;
    }

    /**
     * Starts a calibration.
     *
     * @param task the name of the registered model whose answers were judged
     * @param judge the judge's identity, as score cards have it: its model and what it judges by
     * @param agreement how far it agrees with people
     * @param measuredAt when they were compared
     */
    public static Builder builder(String task, String judge, JudgeAgreement agreement, Instant measuredAt) {
        return new Builder(task, judge, agreement, measuredAt);
    }

    /** The name of the registered model whose answers were judged. */
    public String task() {
        return task;
    }

    /** The judge: its model and what it judges by. */
    public String judge() {
        return judge;
    }

    /** How far it agrees with people. */
    public JudgeAgreement agreement() {
        return agreement;
    }

    /** When they were compared. */
    public Instant measuredAt() {
        return measuredAt;
    }

    /** The mean score that the judge gives, 0 to 1; of verdicts that pass or fail, the share that passes. */
    public double judgeRate() {
        return judgeRate;
    }

    /** The mean score that people give to the same answers, 0 to 1. */
    public double humanRate() {
        return humanRate;
    }

    /**
     * How much the judge favours a side, −1 to 1: the share of its verdicts for the answer that it is shown first,
     * minus the share for the second, where each pair is shown both ways. Empty for a judge of single answers.
     */
    public OptionalDouble positionBias() {
        return positionBias == null ? OptionalDouble.empty() : OptionalDouble.of(positionBias);
    }

    /** What they were compared on, such as the identity of the cases; empty if not given. */
    public String source() {
        return source;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JudgeCalibration that
                && task.equals(that.task)
                && judge.equals(that.judge)
                && agreement.equals(that.agreement)
                && measuredAt.equals(that.measuredAt)
                && Double.compare(judgeRate, that.judgeRate) == 0
                && Double.compare(humanRate, that.humanRate) == 0
                && Objects.equals(positionBias, that.positionBias)
                && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return Objects.hash(task, judge, agreement, measuredAt, source);
    }

    /** The judge, the task and the agreement. */
    @Override
    public String toString() {
        return "JudgeCalibration[" + judge + " on " + task + ", "
                + agreement.statistic().words() + " " + agreement.value() + " on " + agreement.n() + " cases]";
    }

    /** Collects a calibration. Not thread-safe. */
    public static final class Builder {
        private final String task;
        private final String judge;
        private final JudgeAgreement agreement;
        private final Instant measuredAt;
        private double judgeRate;
        private double humanRate;
        private @Nullable Double positionBias;
        private String source = "";

        private Builder(String task, String judge, JudgeAgreement agreement, Instant measuredAt) {
            this.task = Objects.requireNonNull(task, "task");
            this.judge = Objects.requireNonNull(judge, "judge");
            this.agreement = Objects.requireNonNull(agreement, "agreement");
            this.measuredAt = Objects.requireNonNull(measuredAt, "measuredAt");
        }

        /**
         * The mean scores; 0 by default.
         *
         * @param judges the judge's mean, 0 to 1
         * @param peoples people's mean on the same answers, 0 to 1
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder rates(double judges, double peoples) {
            judgeRate = within("a mean score", 0, judges);
            humanRate = within("a mean score", 0, peoples);
            return this;
        }

        /**
         * How much the judge favours the answer that it is shown first; unknown by default.
         *
         * @throws IllegalArgumentException if it is not in −1..1
         */
        public Builder positionBias(double bias) {
            positionBias = within("a position bias", -1, bias);
            return this;
        }

        /** What they were compared on. */
        public Builder source(String cases) {
            source = Objects.requireNonNull(cases, "cases");
            return this;
        }

        private static double within(String what, double least, double value) {
            if (!(value >= least && value <= 1)) {
                throw new IllegalArgumentException(what + " is in " + least + "..1: " + value);
            }
            return value;
        }

        /** Builds the calibration. */
        public JudgeCalibration build() {
            return new JudgeCalibration(this);
        }
    }
}
