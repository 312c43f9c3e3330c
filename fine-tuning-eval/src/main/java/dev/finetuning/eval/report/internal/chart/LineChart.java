package dev.finetuning.eval.report.internal.chart;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import java.util.List;
import java.util.stream.Collectors;

/** Curves over a common axis, as SVG. */
public final class LineChart {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 240;
    private static final double LEFT = 52;
    private static final double RIGHT = 12;
    private static final double TOP = 12;
    private static final double BOTTOM = 34;
    private static final int GRID = 4;
    private static final int MAX_POINTS = 400;

    private final List<Curve> curves;
    private final double minX;
    private final double maxX;
    private final double maxY;

    /**
     * One curve.
     *
     * @param name for the legend
     * @param points in the order of x
     */
    public record Curve(String name, List<Point> points) {}

    /** One measurement. */
    public record Point(double x, double y) {}

    public LineChart(List<Curve> curves) {
        this.curves = curves;
        this.minX = all().mapToDouble(Point::x).min().orElse(0);
        this.maxX = Math.max(minX + 1e-9, all().mapToDouble(Point::x).max().orElse(1));
        this.maxY = Math.max(1e-9, all().mapToDouble(Point::y).max().orElse(1)) * 1.05;
    }

    private java.util.stream.Stream<Point> all() {
        return curves.stream().flatMap(curve -> curve.points().stream());
    }

    public void write(Markup out, String title, String xTitle) {
        out.open("figure").leaf("figcaption", title);
        out.open("svg", "viewBox", "0 0 640 240", "role", "img", "aria-label", title);
        grid(out, xTitle);
        for (int i = 0; i < curves.size(); i++) {
            curve(out, curves.get(i), i);
        }
        out.close();
        Legend.write(out, curves.stream().map(Curve::name).toList());
        out.close();
    }

    private void grid(Markup out, String xTitle) {
        for (int i = 0; i <= GRID; i++) {
            double value = maxY * i / GRID;
            out.empty(
                    "line",
                    "class",
                    "grid",
                    "x1",
                    Numbers.at(LEFT),
                    "x2",
                    Numbers.at(WIDTH - RIGHT),
                    "y1",
                    Numbers.at(y(value)),
                    "y2",
                    Numbers.at(y(value)));
            out.leaf(
                    "text",
                    Numbers.score(value),
                    "x",
                    Numbers.at(LEFT - 6),
                    "y",
                    Numbers.at(y(value) + 4),
                    "text-anchor",
                    "end");
        }
        String axis = xTitle + " " + label(minX) + " to " + label(maxX);
        out.leaf(
                "text",
                axis,
                "x",
                Numbers.at((LEFT + WIDTH - RIGHT) / 2),
                "y",
                Numbers.at(HEIGHT - 8),
                "text-anchor",
                "middle");
    }

    private static String label(double x) {
        return x == Math.rint(x) ? Numbers.count((long) x) : Numbers.score(x);
    }

    private void curve(Markup out, Curve curve, int number) {
        List<Point> points = thinned(curve.points());
        String path = points.stream()
                .map(point -> Numbers.at(x(point.x())) + "," + Numbers.at(y(point.y())))
                .collect(Collectors.joining(" "));
        out.empty("polyline", "class", "line c" + number, "points", path);
        if (!points.isEmpty()) {
            Point last = points.get(points.size() - 1);
            out.empty(
                    "circle",
                    "class",
                    "dot c" + number,
                    "cx",
                    Numbers.at(x(last.x())),
                    "cy",
                    Numbers.at(y(last.y())),
                    "r",
                    "3.5");
        }
    }

    private static List<Point> thinned(List<Point> points) {
        int step = Math.max(1, (points.size() + MAX_POINTS - 1) / MAX_POINTS);
        int last = points.size() - 1;
        return java.util.stream.IntStream.rangeClosed(0, last)
                .filter(i -> i % step == 0 || i == last)
                .mapToObj(points::get)
                .toList();
    }

    private double x(double value) {
        return LEFT + (value - minX) / (maxX - minX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / maxY * (HEIGHT - TOP - BOTTOM);
    }
}
