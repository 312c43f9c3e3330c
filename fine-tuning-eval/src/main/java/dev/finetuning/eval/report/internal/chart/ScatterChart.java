package dev.finetuning.eval.report.internal.chart;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Dots over two axes, one of them marked, as SVG.
 *
 * @param dots in the order in which they are drawn
 * @param line a line behind them; empty for none
 * @param across the axis to the right
 * @param up the axis upwards
 */
public record ScatterChart(List<Dot> dots, List<Dot> line, Axis across, Axis up) {
    private static final double WIDTH = 480;
    private static final double HEIGHT = 240;
    private static final double LEFT = 60;
    private static final double RIGHT = 14;
    private static final double TOP = 12;
    private static final double BOTTOM = 42;

    /**
     * One dot.
     *
     * @param x its value to the right
     * @param y its value upwards
     * @param title what it is, shown where the pointer rests
     * @param marked whether it stands out
     */
    public record Dot(Object x, double y, String title, boolean marked) {}

    /** Writes the figure. */
    public void write(Markup out, String title, String xTitle) {
        out.open("figure").leaf("figcaption", title);
        out.open("svg", "viewBox", "0 0 480 240", "role", "img", "aria-label", title);
        up.ticks().forEach(value -> {
            double y = y(((Number) value).doubleValue());
            Axis.line(out, LEFT, y, WIDTH - RIGHT, y);
            Axis.text(out, Axis.label(value), LEFT - 6, y + 4, "end");
        });
        across.ticks().forEach(value -> Axis.text(out, Axis.label(value), x(value), HEIGHT - BOTTOM + 16, "middle"));
        String scale = across.logarithmic() ? xTitle + " (logarithmic)" : xTitle;
        Axis.text(out, scale, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "middle");
        if (!line.isEmpty()) {
            out.empty(
                    "polyline",
                    "class",
                    "line c0",
                    "points",
                    line.stream()
                            .map(dot -> Numbers.at(x(dot.x())) + "," + Numbers.at(y(dot.y())))
                            .collect(Collectors.joining(" ")));
        }
        dots.stream().filter(dot -> !dot.marked()).forEach(dot -> write(out, dot));
        dots.stream().filter(Dot::marked).forEach(dot -> write(out, dot));
        out.close().close();
    }

    private void write(Markup out, Dot dot) {
        out.open(
                        "circle",
                        "class",
                        dot.marked() ? "dot c0" : "dot c1",
                        "cx",
                        Numbers.at(x(dot.x())),
                        "cy",
                        Numbers.at(y(dot.y())),
                        "r",
                        dot.marked() ? "7" : "4.5")
                .leaf("title", dot.title())
                .close();
    }

    private double x(Object value) {
        return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - up.place(value) * (HEIGHT - TOP - BOTTOM);
    }
}
