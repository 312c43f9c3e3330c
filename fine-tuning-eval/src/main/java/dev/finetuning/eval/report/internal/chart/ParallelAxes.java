package dev.finetuning.eval.report.internal.chart;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Parallel coordinates: an axis for each name, and a line through the axes for each row, as SVG.
 *
 * @param names the names of the axes
 * @param rows a value for each axis; one row stands out
 */
public record ParallelAxes(List<String> names, List<Row> rows) {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 300;
    private static final double SIDE = 70;
    private static final double TOP = 50;
    private static final double BOTTOM = 14;

    /**
     * One row.
     *
     * @param values as many as there are axes
     * @param title what it is, shown where the pointer rests
     * @param weight how strongly it is drawn, 0 to 1
     * @param marked whether it stands out
     */
    public record Row(List<Object> values, String title, double weight, boolean marked) {
        /** Copies the list. */
        public Row {
            values = List.copyOf(values);
        }
    }

    /** Writes the figure. */
    public void write(Markup out, String title) {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int axis = i;
            axes.add(Axis.of(rows.stream().map(row -> row.values().get(axis)).toList()));
        }
        out.open("figure").leaf("figcaption", title);
        out.open("svg", "viewBox", "0 0 640 300", "role", "img", "aria-label", title);
        rows.stream().filter(row -> !row.marked()).forEach(row -> line(out, axes, row));
        rows.stream().filter(Row::marked).forEach(row -> line(out, axes, row));
        for (int i = 0; i < axes.size(); i++) {
            axis(out, axes.get(i), names.get(i), i);
        }
        out.close().close();
    }

    private void axis(Markup out, Axis axis, String name, int number) {
        double x = x(number);
        boolean last = number == names.size() - 1 && number > 0;
        Axis.line(out, x, TOP, x, HEIGHT - BOTTOM);
        out.leaf(
                "text",
                name,
                "class",
                "name",
                "x",
                Numbers.at(x),
                "y",
                number % 2 == 0 ? "16" : "38",
                "text-anchor",
                anchor(number));
        axis.ticks()
                .forEach(value -> Axis.text(
                        out, Axis.label(value), last ? x - 6 : x + 6, y(axis, value) + 4, last ? "end" : "start"));
    }

    private String anchor(int number) {
        return number == 0 ? "start" : number == names.size() - 1 ? "end" : "middle";
    }

    private void line(Markup out, List<Axis> axes, Row row) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < axes.size(); i++) {
            points.append(points.length() == 0 ? "" : " ")
                    .append(Numbers.at(x(i)))
                    .append(',')
                    .append(Numbers.at(y(axes.get(i), row.values().get(i))));
        }
        out.open(
                        "polyline",
                        "class",
                        row.marked() ? "line c0" : "line c1",
                        "stroke-opacity",
                        row.marked() ? "1" : String.format(Locale.ROOT, "%.2f", 0.15 + 0.5 * row.weight()),
                        "points",
                        points.toString())
                .leaf("title", row.title())
                .close();
    }

    private double x(int axis) {
        return names.size() == 1 ? WIDTH / 2 : SIDE / 2 + axis * (WIDTH - SIDE) / (names.size() - 1);
    }

    private static double y(Axis axis, Object value) {
        return HEIGHT - BOTTOM - axis.place(value) * (HEIGHT - TOP - BOTTOM);
    }
}
