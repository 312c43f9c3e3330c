package dev.finetuning.eval.report.internal.chart;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * One scale of values: numbers, in the logarithm where they span two orders of magnitude, or words side by side.
 *
 * @param low the lower end on the scale
 * @param high the upper end on the scale, above {@code low}
 * @param logarithmic whether the scale is the logarithm
 * @param words the words in their order; empty for numbers
 */
public record Axis(double low, double high, boolean logarithmic, List<String> words) {
    private static final double WIDE = 50;
    private static final int TICKS = 4;
    private static final MathContext DIGITS = new MathContext(3);

    /** The axis of these values: of numbers if all of them are. */
    public static Axis of(Collection<?> values) {
        if (!values.stream().allMatch(Number.class::isInstance)) {
            List<String> words = List.copyOf(
                    new TreeSet<>(values.stream().map(String::valueOf).toList()));
            return new Axis(-0.5, words.size() - 0.5, false, words);
        }
        double least = numbers(values).min().orElse(0);
        double most = numbers(values).max().orElse(1);
        boolean logarithmic = least > 0 && most / least >= WIDE;
        double from = logarithmic ? Math.log10(least) : least;
        double to = logarithmic ? Math.log10(most) : most;
        double margin = to > from ? (to - from) * 0.04 : Math.max(Math.abs(from) * 0.1, 0.1);
        return new Axis(from - margin, to + margin, logarithmic, List.of());
    }

    private static DoubleStream numbers(Collection<?> values) {
        return values.stream().mapToDouble(value -> ((Number) value).doubleValue());
    }

    /** Where a value stands, from 0 at the lower end to 1 at the upper one. */
    public double place(Object value) {
        double at = value instanceof Number number && words.isEmpty()
                ? logarithmic ? Math.log10(number.doubleValue()) : number.doubleValue()
                : words.indexOf(String.valueOf(value));
        return (at - low) / (high - low);
    }

    /** The values to write beside the axis: the words, powers of ten, or a few round numbers. */
    public Stream<Object> ticks() {
        return words.isEmpty()
                ? (logarithmic ? powers() : round())
                : words.stream().map(word -> (Object) word);
    }

    private Stream<Object> powers() {
        int first = (int) Math.ceil(low);
        int last = (int) Math.floor(high);
        int step = Math.max(1, (last - first + TICKS) / TICKS);
        return IntStream.rangeClosed(first, last)
                .filter(power -> (power - first) % step == 0)
                .mapToObj(power -> (Object) Math.pow(10, power));
    }

    private Stream<Object> round() {
        double rough = (high - low) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double times = rough / power;
        double step = power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
        long first = (long) Math.ceil(low / step);
        long last = (long) Math.floor(high / step);
        return LongStream.rangeClosed(first, last).mapToObj(number -> (Object) (number * step));
    }

    /** A value as it is written beside the axis. */
    public static String label(Object value) {
        if (!(value instanceof Number number)) {
            String word = String.valueOf(value);
            return word.length() > 14 ? word.substring(0, 13) + "…" : word;
        }
        double plain = number.doubleValue();
        if (plain == Math.rint(plain) && Math.abs(plain) < 1e6) {
            return Numbers.count((long) plain);
        }
        return Math.abs(plain) >= 0.001 && Math.abs(plain) < 1e5
                ? new BigDecimal(plain).round(DIGITS).stripTrailingZeros().toPlainString()
                : String.format(Locale.ROOT, "%.1e", plain);
    }

    /** A line of the grid. */
    static void line(Markup out, double x1, double y1, double x2, double y2) {
        out.empty(
                "line",
                "class",
                "grid",
                "x1",
                Numbers.at(x1),
                "y1",
                Numbers.at(y1),
                "x2",
                Numbers.at(x2),
                "y2",
                Numbers.at(y2));
    }

    /** A text at a place. */
    static void text(Markup out, String text, double x, double y, String anchor) {
        out.leaf("text", text, "class", "small halo", "x", Numbers.at(x), "y", Numbers.at(y), "text-anchor", anchor);
    }
}
