package dev.finetuning.eval.report;

import dev.finetuning.eval.Distribution;
import java.util.Arrays;
import java.util.List;

/** How the scores of some models lie between 0 and 1, as SVG with a group of bars for each tenth. */
final class Histogram {
    private static final int BINS = 10;
    private static final double WIDTH = 640;
    private static final double HEIGHT = 200;
    private static final double BOTTOM = 30;
    private static final double TOP = 18;

    private Histogram() {}

    static void write(Markup out, String title, List<String> names, List<Distribution> scores) {
        List<int[]> counts = scores.stream().map(s -> s.histogram(0, 1, BINS)).toList();
        int most =
                Math.max(1, counts.stream().flatMapToInt(Arrays::stream).max().orElse(1));
        out.open("figure").leaf("figcaption", title);
        out.open("svg", "viewBox", "0 0 640 200", "role", "img", "aria-label", title + ": " + describe(names, counts));
        for (int bin = 0; bin < BINS; bin++) {
            group(out, counts, bin, most);
        }
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
        String label = String.format(java.util.Locale.ROOT, "%.1f–%.1f", bin / 10.0, (bin + 1) / 10.0);
        out.leaf(
                "text",
                label,
                "x",
                Numbers.at(bin * slot + slot / 2),
                "y",
                Numbers.at(HEIGHT - 10),
                "text-anchor",
                "middle");
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
