package dev.finetuning.advice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fits of resampled measurements: the test cases are drawn with replacement, the same ones at every point, since each
 * point was measured on them; and so are the points of each size, since each was trained on other examples.
 */
final class CurveBootstrap {
    private final Collection<List<double[]>> bySize;
    private final double[] examples;
    private final int cases;
    private final Random random;

    private CurveBootstrap(List<CurvePoint> points, long seed) {
        Map<Long, List<double[]>> sizes = points.stream()
                .collect(Collectors.groupingBy(
                        CurvePoint::examples,
                        TreeMap::new,
                        Collectors.mapping(CurveBootstrap::scores, Collectors.toList())));
        bySize = sizes.values();
        examples = points.stream().mapToDouble(CurvePoint::examples).sorted().toArray();
        cases = points.get(0).scores().size();
        random = new Random(seed);
    }

    static List<PowerLaw> fits(List<CurvePoint> points, int number, long seed) {
        CurveBootstrap bootstrap = new CurveBootstrap(points, seed);
        List<PowerLaw> fits = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            fits.add(PowerLaw.fit(bootstrap.examples, bootstrap.errors()));
        }
        return fits;
    }

    private static double[] scores(CurvePoint point) {
        return point.scores().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The errors of a new sample, by size. */
    private double[] errors() {
        int[] drawn = new int[cases];
        for (int i = 0; i < cases; i++) {
            drawn[random.nextInt(cases)]++;
        }
        double[] errors = new double[examples.length];
        int next = 0;
        for (List<double[]> points : bySize) {
            for (int i = 0; i < points.size(); i++) {
                errors[next++] = error(points.get(random.nextInt(points.size())), drawn);
            }
        }
        return errors;
    }

    private static double error(double[] scores, int[] drawn) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += scores[i] * drawn[i];
        }
        return 1 - sum / scores.length;
    }

    /** The value below which a share of the values lies, of sorted values. */
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(sorted.length - 1, below + 1);
        // between a finite and an infinite value lies no finite one
        return at == below || sorted[below] == sorted[above]
                ? sorted[below]
                : sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    static double[] sorted(double[] values) {
        Arrays.sort(values);
        return values;
    }
}
