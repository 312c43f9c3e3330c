package dev.finetuning.search;

import java.util.function.ToDoubleFunction;

/**
 * Functions that optimisers are compared on, in the forms of the Virtual Library of Simulation Experiments (Surjanovic
 * and Bingham, Simon Fraser University).
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state, bounds that nobody writes to
public enum KnownFunctions {
    BRANIN("branin", 0.397887, KnownFunctions::branin, new double[][] {{-5, 10}, {0, 15}}),
    CAMEL("camel", -1.031628, KnownFunctions::camel, new double[][] {{-3, 3}, {-2, 2}}),
    HARTMANN3("hartmann3", -3.86278, x -> hartmann(Tables.A3, Tables.P3, x), cube(3, 0, 1)),
    HARTMANN6("hartmann6", -3.32237, x -> hartmann(Tables.A6, Tables.P6, x), cube(6, 0, 1)),
    ROSENBROCK("rosenbrock2", 0, KnownFunctions::rosenbrock, cube(2, -2, 2)),
    ACKLEY("ackley4", 0, KnownFunctions::ackley, cube(4, -10, 10)),
    LEVY("levy4", 0, KnownFunctions::levy, cube(4, -10, 10));

    private final String key;
    private final double minimum;
    private final ToDoubleFunction<double[]> function;
    private final double[][] bounds;

    KnownFunctions(String key, double minimum, ToDoubleFunction<double[]> function, double[][] bounds) {
        this.key = key;
        this.minimum = minimum;
        this.function = function;
        this.bounds = bounds;
    }

    /** Its name in files. */
    public String key() {
        return key;
    }

    /** Its least value. */
    public double minimum() {
        return minimum;
    }

    /** Where it is searched. */
    public SearchSpace space() {
        SearchSpace.Builder space = SearchSpace.builder();
        for (int i = 0; i < bounds.length; i++) {
            space.real("x" + i, bounds[i][0], bounds[i][1]);
        }
        return space.build();
    }

    /** Its value. */
    public double at(Settings settings) {
        double[] x = new double[bounds.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = settings.number("x" + i);
        }
        return function.applyAsDouble(x);
    }

    private static double[][] cube(int dimensions, double low, double high) {
        double[][] bounds = new double[dimensions][];
        java.util.Arrays.fill(bounds, new double[] {low, high});
        return bounds;
    }

    private static double branin(double[] x) {
        double inner = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
        return inner * inner + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
    }

    private static double camel(double[] x) {
        double a = x[0] * x[0];
        double b = x[1] * x[1];
        return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (-4 + 4 * b) * b;
    }

    private static double hartmann(double[][] a, double[][] p, double[] x) {
        double[] alpha = {1, 1.2, 3, 3.2};
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double inner = 0;
            for (int j = 0; j < x.length; j++) {
                inner += a[i][j] * Math.pow(x[j] - p[i][j] * 1e-4, 2);
            }
            sum -= alpha[i] * Math.exp(-inner);
        }
        return sum;
    }

    private static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += 100 * Math.pow(x[i + 1] - x[i] * x[i], 2) + Math.pow(1 - x[i], 2);
        }
        return sum;
    }

    private static double ackley(double[] x) {
        double squares = 0;
        double waves = 0;
        for (double each : x) {
            squares += each * each;
            waves += Math.cos(2 * Math.PI * each);
        }
        return -20 * Math.exp(-0.2 * Math.sqrt(squares / x.length)) - Math.exp(waves / x.length) + 20 + Math.E;
    }

    private static double levy(double[] x) {
        double sum = 0;
        double last = 0;
        for (int i = 0; i < x.length; i++) {
            double w = 1 + (x[i] - 1) / 4;
            if (i == 0) {
                sum += Math.pow(Math.sin(Math.PI * w), 2);
            }
            if (i + 1 < x.length) {
                sum += Math.pow(w - 1, 2) * (1 + 10 * Math.pow(Math.sin(Math.PI * w + 1), 2));
            }
            last = w;
        }
        return sum + Math.pow(last - 1, 2) * (1 + Math.pow(Math.sin(2 * Math.PI * last), 2));
    }

    private static final class Tables {
        static final double[][] A3 = {{3, 10, 30}, {0.1, 10, 35}, {3, 10, 30}, {0.1, 10, 35}};
        static final double[][] P3 = {{3689, 1170, 2673}, {4699, 4387, 7470}, {1091, 8732, 5547}, {381, 5743, 8828}};
        static final double[][] A6 = {
            {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
        };
        static final double[][] P6 = {
            {1312, 1696, 5569, 124, 8283, 5886},
            {2329, 4135, 8307, 3736, 1004, 9991},
            {2348, 1451, 3522, 2883, 3047, 6650},
            {4047, 8828, 8732, 5743, 1091, 381}
        };

        private Tables() {}
    }
}
