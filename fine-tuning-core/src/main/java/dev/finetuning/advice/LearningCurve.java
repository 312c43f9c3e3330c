package dev.finetuning.advice;

import dev.finetuning.registry.version.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * How the score grows with the number of examples, measured on growing shares of the data: the fitted curve, and what
 * it expects of more data, with bootstrap intervals. The intervals cover chance in the test cases and, where a size
 * was measured several times, in the choice of examples. They do not cover that the curve may have another form: trust
 * it for twice the data, doubt it for ten times. Immutable.
 *
 * <pre>{@code
 * LearningCurve curve = LearningCurve.of(points);
 * Projection doubled = curve.at(2 * curve.mostMeasured());
 * ExamplesNeeded needed = curve.examplesFor(0.9);
 * }</pre>
 */
public final class LearningCurve {
    /** How far beyond the most examples measured a curve is followed. */
    public static final int REACH = 10;

    private static final int RESAMPLES = 1_000;
    private static final long SEED = 1;
    private static final double LEVEL = 0.95;
    private static final int LEAST_SIZES = 3;

    private final List<CurvePoint> points;
    private final PowerLaw law;
    private final List<PowerLaw> resampled;

    private LearningCurve(List<CurvePoint> points) {
        this.points = points;
        law = PowerLaw.fit(
                points.stream().mapToDouble(CurvePoint::examples).toArray(),
                points.stream().mapToDouble(point -> 1 - point.mean()).toArray());
        resampled = CurveBootstrap.fits(points, RESAMPLES, SEED);
    }

    /**
     * Fits a curve. The same points give the same curve and intervals.
     *
     * @throws IllegalArgumentException if there are fewer than 3 different numbers of examples, which the curve's form
     *     needs, or the points were measured on different numbers of cases
     */
    public static LearningCurve of(List<CurvePoint> points) {
        if (points.stream().mapToLong(CurvePoint::examples).distinct().count() < LEAST_SIZES) {
            throw new IllegalArgumentException(
                    "a learning curve needs at least " + LEAST_SIZES + " different numbers of examples");
        }
        if (points.stream().mapToInt(point -> point.scores().size()).distinct().count() > 1) {
            throw new IllegalArgumentException("all points of a learning curve are measured on the same test cases");
        }
        return new LearningCurve(points.stream()
                .sorted(Comparator.comparingLong(CurvePoint::examples))
                .toList());
    }

    /** What was measured, by number of examples. */
    public List<CurvePoint> points() {
        return points;
    }

    /** The fitted law. */
    public PowerLaw law() {
        return law;
    }

    /** The most examples that were measured. */
    public long mostMeasured() {
        return points.get(points.size() - 1).examples();
    }

    /**
     * The expected score after so many examples, with a 95 % interval.
     *
     * @param examples at least 1, at most {@value #REACH} times {@link #mostMeasured}
     * @throws IllegalArgumentException if the number is out of range
     */
    public Projection at(long examples) {
        if (examples < 1 || examples > REACH * mostMeasured()) {
            throw new IllegalArgumentException(
                    "this curve is followed from 1 to " + REACH * mostMeasured() + " examples, not to " + examples);
        }
        double[] scores = CurveBootstrap.sorted(
                resampled.stream().mapToDouble(fit -> score(fit, examples)).toArray());
        double score = score(law, examples);
        return new Projection(
                examples,
                score,
                new Interval(
                        Math.min(score, CurveBootstrap.quantile(scores, (1 - LEVEL) / 2)),
                        Math.max(score, CurveBootstrap.quantile(scores, (1 + LEVEL) / 2)),
                        LEVEL));
    }

    private static double score(PowerLaw law, long examples) {
        return Math.min(1, Math.max(0, 1 - law.error((double) examples)));
    }

    /** The score that no number of examples gets above, as far as the curve tells. */
    public double ceiling() {
        return 1 - law.floor();
    }

    /**
     * How many examples it takes to reach a score.
     *
     * @param score 0 to 1
     * @throws IllegalArgumentException if the score is out of range
     */
    public ExamplesNeeded examplesFor(double score) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score is within 0..1: " + score);
        }
        double[] numbers = CurveBootstrap.sorted(resampled.stream()
                .mapToDouble(fit -> fit.examplesFor(1 - score))
                .toArray());
        return new ExamplesNeeded(
                within(law.examplesFor(1 - score)),
                within(CurveBootstrap.quantile(numbers, (1 - LEVEL) / 2)),
                within(CurveBootstrap.quantile(numbers, (1 + LEVEL) / 2)));
    }

    private OptionalLong within(double examples) {
        return examples <= REACH * mostMeasured() ? OptionalLong.of((long) Math.ceil(examples)) : OptionalLong.empty();
    }

    /** The law and the numbers of examples. */
    @Override
    public String toString() {
        return "LearningCurve[" + law + " of " + points.size() + " points up to " + mostMeasured() + " examples]";
    }
}
