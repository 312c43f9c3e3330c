package dev.finetuning.eval.report.internal.chart;

import dev.finetuning.eval.Distribution;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the scores of some models lie between 0 and 1, as SVG with a group of bars for each tenth. */
public final class HistogramChart {
    private static final int BINS = 10;
    private static final double WIDTH = 640;
    private static final double HEIGHT = 200;
    private static final double BOTTOM = 30;
    private static final double TOP = 18;

    private HistogramChart() {}

    public static void write(Markup out, String title, List<String> names, List<Distribution> scores) {
        List<int[]> counts = scores.stream().map(s -> s.histogram(0, 1, BINS)).toList();
        int most =
                Math.max(1, counts.stream().flatMapToInt(Arrays::stream).max().orElse(1));
        out.open("figure").leaf("figcaption", title);
        out.open("svg", "viewBox", "0 0 640 200", "role", "img", "aria-label", title + ": " + describe(names, counts));
        for (int bin = 0; bin < BINS; bin++) {
            group(out, counts, bin, most);
        }
        axis(out);
        out.close();
        Legend.write(out, names);
        out.close();
    }

    private static void group(Markup out, List<int[]> counts, int bin, int most) {
        double slot = WIDTH / BINS;
        double bar = (slot - 12) / counts.size();
        for (int model = 0; model < counts.size(); model++) {
            int count = counts.get(model)[bin];
            double height = count * (HEIGHT - BOTTOM - TOP) / most;
            double x = bin * slot + 6 + model * bar;
            double y = HEIGHT - BOTTOM - height;
            out.empty(
                    "rect",
                    "class",
                    "bar c" + model,
                    "x",
                    Numbers.at(x),
                    "y",
                    Numbers.at(y),
                    "width",
                    Numbers.at(Math.max(1, bar - 2)),
                    "height",
                    Numbers.at(height),
                    "rx",
                    "2");
            if (count > 0) {
                out.leaf(
                        "text",
                        Numbers.count(count),
                        "class",
                        "small",
                        "x",
                        Numbers.at(x + bar / 2 - 1),
                        "y",
                        Numbers.at(y - 4),
                        "text-anchor",
                        "middle");
            }
        }
    }

    /** The bounds of the bins, each below its own edge. */
    private static void axis(Markup out) {
        out.empty(
                "line",
                "class",
                "grid",
                "x1",
                "0",
                "x2",
                Numbers.at(WIDTH),
                "y1",
                Numbers.at(HEIGHT - BOTTOM),
                "y2",
                Numbers.at(HEIGHT - BOTTOM));
        for (int bin = 0; bin <= BINS; bin++) {
            String anchor = bin == 0 ? "start" : bin == BINS ? "end" : "middle";
            String x = Numbers.at(bin * WIDTH / BINS);
            out.leaf("text", bound(bin), "x", x, "y", Numbers.at(HEIGHT - 8), "text-anchor", anchor);
        }
    }

    private static String bound(int bin) {
        return String.format(Locale.ROOT, "%.1f", (double) bin / BINS);
    }

    private static String describe(List<String> names, List<int[]> counts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            text.append(names.get(i))
                    .append(' ')
                    .append(Arrays.toString(counts.get(i)))
                    .append(' ');
        }
        return text.toString();
    }
}
