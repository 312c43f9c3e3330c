package dev.finetuning.eval.compare;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.traffic.SequentialTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often each interval holds what it should, and how often each verdict errs, as rows {@code
 * what,data,n,rate,note}. Shares and differences of pass and fail are computed exactly, everything else is simulated
 * with fixed seeds. The note says which bound an interval keeps where it does not cover 93 to 97 of 100.
 */
final class CoverageTables {
    /** Where the committed rows lie, from the module's folder. */
    static final Path FILE = Path.of("src/test/resources/dev/finetuning/eval/compare/coverage.csv");

    private static final double HIGH = 0.97;
    private static final double LOW = 0.93;
    private static final int ROUNDS = 4_000;
    private static final int VERDICT_ROUNDS = 1_000;
    private static final int[] SIZES = {10, 15, 20, 30, 50, 100};
    /** Without 20, the most pairs for which all permutations are looked at, a million for each round. */
    private static final int[] SIZES_OF_SCORES = {10, 15, 30, 50, 100};

    private static final double[] SHARES = {0.5, 0.8, 0.95};

    private static final List<TestCase> CASES =
            IntStream.range(0, 100).mapToObj(i -> TestCase.of("q" + i, "")).toList();

    private static final Map<String, Shape> SHAPES = shapes();

    private final List<Cell> cells = new ArrayList<>();
    private final Map<String, Comparison[][]> byCounts = new HashMap<>();

    /** One row, computed when it is asked for. */
    record Cell(String what, String data, int n, DoubleSupplier rate, DoubleFunction<String> note) {
        String row() {
            double value = rate.getAsDouble();
            return String.format(Locale.ROOT, "%s,%s,%d,%.4f,%s", what, data, n, value, note.apply(value));
        }
    }

    /** A way to draw scores, and their true mean. */
    private record Shape(ToDoubleFunction<SplittableRandom> draw, double mean) {}

    /** Writes the rows and prints the table of the page; run in the module's folder. */
    public static void main(String[] args) throws IOException {
        List<String> rows = new ArrayList<>(List.of("what,data,n,rate,note"));
        cells().stream().map(Cell::row).forEachOrdered(rows::add);
        Files.write(FILE, rows);
        System.out.println(pageTable(rows));
    }

    /** The rows as {@code docs/statistics.md} shows them: percentages, one line for each kind of data. */
    static String pageTable(List<String> rows) {
        Map<String, Map<String, String>> lines = new LinkedHashMap<>();
        Set<Integer> sizes = new TreeSet<>();
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", 5);
            sizes.add(Integer.parseInt(cells[2]));
            lines.computeIfAbsent(cells[0] + " | " + cells[1], each -> new HashMap<>())
                    .put(cells[2], String.format(Locale.ROOT, "%.1f", 100 * Double.parseDouble(cells[3])));
        }
        StringBuilder table = new StringBuilder("| % | data |");
        sizes.forEach(n -> table.append(" n = ").append(n).append(" |"));
        table.append("\n|---|---|").append("---|".repeat(sizes.size()));
        lines.forEach((line, rates) -> {
            table.append("\n| ").append(line).append(" |");
            sizes.forEach(n -> table.append(' ')
                    .append(rates.getOrDefault(String.valueOf(n), ""))
                    .append(" |"));
        });
        return table.toString();
    }

    static List<Cell> cells() {
        CoverageTables tables = new CoverageTables();
        tables.shares();
        tables.means();
        tables.groupedMeans();
        tables.passDifferences();
        tables.scoreDifferences();
        tables.comparisonVerdicts();
        tables.lossesAtTheMargin();
        tables.sequentialVerdicts();
        return tables.cells;
    }

    private void add(String what, String data, int n, DoubleSupplier rate) {
        add(what, data, n, rate, value -> "");
    }

    private void add(String what, String data, int n, DoubleSupplier rate, DoubleFunction<String> note) {
        cells.add(new Cell(what, data, n, rate, note));
    }

    /** What is said of an interval that covers more than it should. */
    private static DoubleFunction<String> wide(String why) {
        return value -> value > HIGH ? "at least 93 %; " + why : "";
    }

    /** What is said of an interval over groups that pass or fail together. */
    private static String groupNote(double coverage) {
        String why = "few groups fail at all and how alike they are is estimated from these";
        return coverage > HIGH ? "at least 93 %; " + why : coverage < LOW ? "below 93 %: " + why : "";
    }

    private void shares() {
        for (int n : SIZES) {
            for (double p : SHARES) {
                add("share", "p=" + p, n, () -> shareCoverage(n, p), value -> shareNote(n, p, value));
            }
        }
    }

    private static String shareNote(int n, double p, double coverage) {
        return coverage <= HIGH
                ? ""
                : String.format(
                        Locale.ROOT,
                        "at least 95 %%; counts are whole and one fewer covered would leave %.4f",
                        coverage - leastCovered(n, p));
    }

    /** The probability of the least likely count whose interval holds {@code p}, of those that matter. */
    static double leastCovered(int n, double p) {
        return IntStream.rangeClosed(0, n)
                .filter(k -> holds(Estimate.share((double) k, n), p))
                .mapToDouble(k -> probability(n, k, p))
                .filter(probability -> probability > 1e-4)
                .min()
                .orElseThrow();
    }

    private void means() {
        SHAPES.forEach((name, shape) -> {
            int rounds = name.contains("ones") ? VERDICT_ROUNDS : ROUNDS;
            for (int n : SIZES) {
                add(
                        "mean",
                        name,
                        n,
                        () -> rate(
                                rounds,
                                n,
                                random -> holds(
                                        Estimate.ofScores(
                                                lone(n, () -> shape.draw().applyAsDouble(random))),
                                        shape.mean())),
                        wide("most scores are equal and count as fractions of a pass"));
            }
        });
    }

    private static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("uniform", new Shape(SplittableRandom::nextDouble, 0.5));
        shapes.put("beta(2;5)", new Shape(random -> orderStatistic(random, 2, 6), 2.0 / 7));
        shapes.put("beta(8;2)", new Shape(random -> orderStatistic(random, 8, 9), 0.8));
        shapes.put("beta(5;1)", new Shape(random -> Math.pow(random.nextDouble(), 0.2), 5.0 / 6));
        shapes.put("beta(0.5;0.5)", new Shape(random -> Math.pow(Math.sin(Math.PI * random.nextDouble() / 2), 2), 0.5));
        shapes.put(
                "70 % ones and the rest uniform",
                new Shape(random -> random.nextDouble() < 0.7 ? 1 : random.nextDouble(), 0.85));
        return shapes;
    }

    /** The k-th of n uniform numbers is distributed as beta(k, n + 1 − k). */
    private static double orderStatistic(SplittableRandom random, int k, int n) {
        double[] numbers = random.doubles(n).sorted().toArray();
        return numbers[k - 1];
    }

    /** The exact probability that the interval of a share holds {@code p}. */
    static double shareCoverage(int n, double p) {
        return IntStream.rangeClosed(0, n)
                .filter(k -> holds(Estimate.share((double) k, n), p))
                .mapToDouble(k -> probability(n, k, p))
                .sum();
    }

    static boolean holds(Estimate estimate, double truth) {
        return estimate.low() <= truth + 1e-12 && truth - 1e-12 <= estimate.high();
    }

    static double probability(int n, int k, double p) {
        if (p == 0) {
            return k == 0 ? 1 : 0;
        }
        double log = k * Math.log(p) + (n - k) * Math.log1p(-p);
        for (int i = 1; i <= k; i++) {
            log += Math.log((double) (n - k + i) / i);
        }
        return Math.exp(log);
    }

    /** Groups of five that share a part of their score. */
    private void groupedMeans() {
        for (int groups : new int[] {10, 20, 50}) {
            add(
                    "mean of groups",
                    "scores",
                    groups,
                    () -> rate(ROUNDS, groups, random -> {
                        List<double[]> scores = groups(groups, () -> {
                            double shared = random.nextDouble();
                            return random.doubles(5)
                                    .map(own -> (own + shared) / 2)
                                    .toArray();
                        });
                        return holds(Estimate.ofScores(scores), 0.5);
                    }));
            for (double p : SHARES) {
                add(
                        "mean of groups",
                        "pass and fail p=" + p,
                        groups,
                        () -> rate(VERDICT_ROUNDS, groups, random -> {
                            List<double[]> scores = groups(groups, () -> alike(random, p));
                            return holds(Estimate.ofScores(scores), p);
                        }),
                        CoverageTables::groupNote);
            }
        }
    }

    /** Five passes and failures, each with a chance of 0.4 that of its group. */
    private static double[] alike(SplittableRandom random, double p) {
        double all = pass(random, p);
        return IntStream.range(0, 5)
                .mapToDouble(i -> random.nextDouble() < 0.4 ? all : pass(random, p))
                .toArray();
    }

    private static double pass(SplittableRandom random, double p) {
        return random.nextDouble() < p ? 1 : 0;
    }

    /** Exact: over all counts of cases that regressed and were fixed. */
    private void passDifferences() {
        double[][] pairs = {{0.5, 0.5}, {0.8, 0.8}, {0.95, 0.95}, {0.5, 0.8}, {0.8, 0.95}};
        for (int n : SIZES) {
            for (double[] pair : pairs) {
                double regressed = pair[0] * (1 - pair[1]);
                double fixed = pair[1] * (1 - pair[0]);
                add(
                        "difference",
                        "pass and fail p=" + pair[1] + " against " + pair[0],
                        n,
                        () -> sum(
                                counts(n, 0.1), regressed, fixed, each -> holds(each.difference(), pair[1] - pair[0])),
                        wide("few pairs differ and the exact bound of either side is kept"));
            }
        }
    }

    private synchronized Comparison[][] counts(int n, double margin) {
        return byCounts.computeIfAbsent(n + "/" + margin, key -> byCounts(n, margin));
    }

    /** The comparison for each count of regressed and of fixed cases, the others passing on both sides. */
    private static Comparison[][] byCounts(int n, double margin) {
        Comparison[][] comparisons = new Comparison[n + 1][];
        for (int regressed = 0; regressed <= n; regressed++) {
            comparisons[regressed] = new Comparison[n - regressed + 1];
            for (int fixed = 0; fixed <= n - regressed; fixed++) {
                List<ComparedCase> cases = new ArrayList<>();
                for (int i = 0; i < n; i++) {
                    boolean before = i < regressed || i >= regressed + fixed;
                    cases.add(compared(i, before ? 1 : 0, i >= regressed ? 1 : 0));
                }
                comparisons[regressed][fixed] = comparison(cases, margin);
            }
        }
        return comparisons;
    }

    /** The probability of the counts for which something holds. */
    private static double sum(
            Comparison[][] byCounts, double regressed, double fixed, Function<Comparison, Boolean> happens) {
        int n = byCounts.length - 1;
        double sum = 0;
        for (int r = 0; r <= n; r++) {
            for (int f = 0; f <= n - r; f++) {
                double probability = probability(n, r, regressed) * probability(n - r, f, fixed / (1 - regressed));
                sum += probability > 1e-12 && happens.apply(byCounts[r][f]) ? probability : 0;
            }
        }
        return sum;
    }

    private void scoreDifferences() {
        SHAPES.forEach((name, shape) -> {
            for (int n : SIZES) {
                add(
                        "difference",
                        name + " against uniform",
                        n,
                        () -> rate(
                                ROUNDS,
                                n,
                                random -> holds(
                                        Estimate.ofDifferences(lone(
                                                n, () -> shape.draw().applyAsDouble(random) - random.nextDouble())),
                                        shape.mean() - 0.5)));
            }
        });
    }

    /** Two models that are equally good. */
    private void comparisonVerdicts() {
        for (int n : SIZES) {
            for (double p : SHARES) {
                add(
                        "false BETTER or WORSE",
                        "pass and fail p=" + p,
                        n,
                        () -> sum(
                                counts(n, 0.1),
                                p * (1 - p),
                                p * (1 - p),
                                each -> each.verdict() != Verdict.UNDECIDED && each.verdict() != Verdict.EQUIVALENT));
            }
        }
        for (int n : SIZES_OF_SCORES) {
            add(
                    "false BETTER or WORSE",
                    "uniform",
                    n,
                    () -> erring(
                            ROUNDS, n, 0, CoverageTables::twoUniform, each -> each.verdict() != Verdict.UNDECIDED));
        }
    }

    private static double[] twoUniform(SplittableRandom random) {
        return new double[] {random.nextDouble(), random.nextDouble()};
    }

    /** A candidate that is worse by the margin: neither equivalent nor non-inferior. */
    private void lossesAtTheMargin() {
        for (double margin : new double[] {0.05, 0.1, 0.2}) {
            Function<Comparison, Boolean> equivalent = each -> each.verdict() == Verdict.EQUIVALENT;
            Function<Comparison, Boolean> nonInferior = each -> each.isNonInferior(margin);
            for (int n : SIZES) {
                String passes = "pass and fail; loss = margin = " + margin;
                add("false EQUIVALENT", passes, n, () -> worst(counts(n, margin), margin, equivalent));
                add("false non-inferior", passes, n, () -> worst(counts(n, margin), margin, nonInferior));
            }
            for (int n : SIZES_OF_SCORES) {
                String scores = "scores; loss = margin = " + margin;
                Function<SplittableRandom, double[]> worse = random -> worseBy(margin, random);
                add("false EQUIVALENT", scores, n, () -> erring(VERDICT_ROUNDS, n, margin, worse, equivalent));
                add("false non-inferior", scores, n, () -> erring(VERDICT_ROUNDS, n, margin, worse, nonInferior));
            }
        }
    }

    private static double[] worseBy(double margin, SplittableRandom random) {
        double before = 0.3 + 0.4 * random.nextDouble();
        return new double[] {before, before - margin + 0.2 * (random.nextDouble() - 0.5)};
    }

    /** The greatest rate over how much the two models disagree beyond the true loss; exact. */
    private static double worst(Comparison[][] byCounts, double margin, Function<Comparison, Boolean> erred) {
        double worst = 0;
        for (double beyond : new double[] {0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4}) {
            worst = Math.max(worst, sum(byCounts, margin + beyond / 2, beyond / 2, erred));
        }
        return worst;
    }

    private static double erring(
            int rounds,
            int n,
            double margin,
            Function<SplittableRandom, double[]> pair,
            Function<Comparison, Boolean> erred) {
        return rate(rounds, n, random -> {
            List<ComparedCase> cases = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                double[] drawn = pair.apply(random);
                cases.add(compared(i, drawn[0], drawn[1]));
            }
            return erred.apply(comparison(cases, margin));
        });
    }

    /** Two arms alike, looked at after every answer, so many of each. */
    private void sequentialVerdicts() {
        for (int n : new int[] {100, 1_000}) {
            for (double p : SHARES) {
                add(
                        "false verdict of the sequential test",
                        "pass and fail p=" + p,
                        n,
                        () -> rate(VERDICT_ROUNDS, n, random -> isEverDecided(n, () -> pass(random, p))));
            }
            add(
                    "false verdict of the sequential test",
                    "uniform",
                    n,
                    () -> rate(VERDICT_ROUNDS, n, random -> isEverDecided(n, random::nextDouble)));
        }
    }

    private static boolean isEverDecided(int n, DoubleSupplier score) {
        SequentialTest test = new SequentialTest(0.05);
        for (int i = 0; i < n && test.verdict() == Verdict.UNDECIDED; i++) {
            test.addControl(score.getAsDouble());
            test.addTreatment(score.getAsDouble());
        }
        return test.verdict() != Verdict.UNDECIDED;
    }

    private static ComparedCase compared(int i, double before, double now) {
        return new ComparedCase(CASES.get(i), before, now, Outcome.of(before == 1, now == 1));
    }

    private static Comparison comparison(List<ComparedCase> cases, double margin) {
        ComparisonSettings settings = new ComparisonSettings(0.05, margin, 10, 400, 1);
        return Comparison.of("a", "b", "M", new CasePairs(cases, 0), settings);
    }

    private static double rate(int rounds, int seed, Predicate<SplittableRandom> happens) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 0;
        for (int round = 0; round < rounds; round++) {
            count += happens.test(random) ? 1 : 0;
        }
        return (double) count / rounds;
    }

    private static List<double[]> lone(int n, DoubleSupplier number) {
        return IntStream.range(0, n)
                .mapToObj(i -> new double[] {number.getAsDouble()})
                .toList();
    }

    private static List<double[]> groups(int n, Supplier<double[]> group) {
        return IntStream.range(0, n).mapToObj(i -> group.get()).toList();
    }
}
