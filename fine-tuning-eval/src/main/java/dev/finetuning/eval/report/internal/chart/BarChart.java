package dev.finetuning.eval.report.internal.chart;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import java.util.List;
import java.util.stream.Collectors;

/** Counts as SVG: upright bars for ranges of a number, lying bars for names. */
public final class BarChart {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 200;
    private static final double BOTTOM = 30;
    private static final double TOP = 18;
    private static final double WIDEST = 80;
    private static final double ROW = 24;
    private static final double NAMES = 220;
    private static final int LONGEST_NAME = 26;

    private BarChart() {}

    /** What a bar stands for. */
    public record Bar(String label, long count) {}

    public static void upright(Markup out, String title, List<Bar> bars) {
        open(out, title, bars, HEIGHT);
        double slot = Math.min(WIDEST, WIDTH / Math.max(1, bars.size()));
        for (int i = 0; i < bars.size(); i++) {
            long count = bars.get(i).count();
            double height = count * (HEIGHT - BOTTOM - TOP) / most(bars);
            double y = HEIGHT - BOTTOM - Math.max(height, count > 0 ? 1 : 0);
            rect(out, i * slot + 3, y, slot - 6, HEIGHT - BOTTOM - y);
            double middle = i * slot + slot / 2;
            if (count > 0) {
                text(out, Numbers.count(count), middle, y - 4, "middle", "small");
            }
            text(out, bars.get(i).label(), middle, HEIGHT - 12, "middle", "small");
        }
        out.close().close();
    }

    public static void lying(Markup out, String title, List<Bar> bars) {
        open(out, title, bars, Math.max(1, bars.size()) * ROW);
        for (int i = 0; i < bars.size(); i++) {
            long count = bars.get(i).count();
            double width = Math.max(1, count * (WIDTH - NAMES - 80) / most(bars));
            double middle = i * ROW + ROW / 2 + 4;
            text(out, shortened(bars.get(i).label()), NAMES - 8, middle, "end", "name");
            rect(out, NAMES, i * ROW + 4, width, ROW - 8);
            text(out, Numbers.count(count), NAMES + width + 6, middle, "start", "small");
        }
        out.close().close();
    }

    private static void open(Markup out, String title, List<Bar> bars, double height) {
        String spoken = bars.stream()
                .map(bar -> bar.label() + ": " + Numbers.count(bar.count()))
                .collect(Collectors.joining(", "));
        out.open("figure").leaf("figcaption", title);
        String box = "0 0 " + Numbers.at(WIDTH) + " " + Numbers.at(height);
        out.open("svg", "viewBox", box, "role", "img", "aria-label", title + ": " + spoken);
    }

    private static long most(List<Bar> bars) {
        return Math.max(1, bars.stream().mapToLong(Bar::count).max().orElse(1));
    }

    private static String shortened(String name) {
        int length = name.codePointCount(0, name.length());
        if (length <= LONGEST_NAME) {
            return name;
        }
        // of a path the end tells more
        return name.indexOf('/') >= 0
                ? "…" + name.substring(name.offsetByCodePoints(name.length(), 1 - LONGEST_NAME))
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
    }

    private static void rect(Markup out, double x, double y, double width, double height) {
        out.empty(
                "rect",
                "class",
                "bar c0",
                "x",
                Numbers.at(x),
                "y",
                Numbers.at(y),
                "width",
                Numbers.at(width),
                "height",
                Numbers.at(height),
                "rx",
                "2");
    }

    private static void text(Markup out, String text, double x, double y, String anchor, String style) {
        out.leaf("text", text, "class", style, "x", Numbers.at(x), "y", Numbers.at(y), "text-anchor", anchor);
    }
}
