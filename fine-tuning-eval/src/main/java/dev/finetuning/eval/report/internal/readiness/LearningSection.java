package dev.finetuning.eval.report.internal.readiness;

import dev.finetuning.advice.CurvePoint;
import dev.finetuning.advice.LearningCurve;
import dev.finetuning.advice.Projection;
import dev.finetuning.eval.report.internal.chart.Axis;
import dev.finetuning.eval.report.internal.chart.ScatterChart;
import dev.finetuning.eval.report.internal.chart.ScatterChart.Dot;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The learning curve, and what it expects of more examples. */
public record LearningSection(LearningCurve curve, String metric) implements PageSection {
    private static final int STEPS = 40;
    private static final int AHEAD = 4;

    @Override
    public String id() {
        return "learning";
    }

    @Override
    public String title() {
        return "Learning curve";
    }

    @Override
    public void write(Markup out) {
        List<Dot> dots = curve.points().stream().map(LearningSection::dot).toList();
        List<Dot> line = line();
        new ScatterChart(dots, line, axis(line.stream().map(Dot::x)), axis(scores(dots, line)))
                .write(out, metric + " by number of examples; the line is the fitted curve", "examples");
        PageTable.write(
                out,
                "What the curve expects",
                List.of("Examples", "Expected " + metric, "95 % interval"),
                LongStream.of(1, 2, AHEAD)
                        .mapToObj(times -> row(curve.at(times * curve.mostMeasured())))
                        .toList());
        out.leaf(
                "p",
                String.format(
                        Locale.ROOT,
                        "The error falls as %.3g + %.3g · n^-%.3g. The intervals cover chance in test cases and choice"
                                + " of examples, not that the curve may have another form: trust it for twice the data,"
                                + " doubt it far beyond.",
                        curve.law().floor(),
                        curve.law().scale(),
                        curve.law().exponent()));
    }

    private static Dot dot(CurvePoint point) {
        String title = Numbers.count(point.examples()) + " examples: " + Numbers.score(point.mean()) + " on "
                + Numbers.count(point.scores().size()) + " cases";
        return new Dot((double) point.examples(), point.mean(), title, false);
    }

    private List<Dot> line() {
        double first = curve.points().get(0).examples();
        double ratio = Math.pow(AHEAD * curve.mostMeasured() / first, 1.0 / STEPS);
        List<Dot> line = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            double examples = first * Math.pow(ratio, step);
            line.add(new Dot(examples, Math.max(0, 1 - curve.law().error(examples)), "", false));
        }
        return line;
    }

    private static Stream<Double> scores(List<Dot> dots, List<Dot> line) {
        return DoubleStream.concat(
                        dots.stream().mapToDouble(Dot::y), line.stream().mapToDouble(Dot::y))
                .boxed();
    }

    private static Axis axis(Stream<?> values) {
        return Axis.of(values.toList());
    }

    private static List<String> row(Projection projection) {
        return List.of(
                Numbers.count(projection.examples()),
                Numbers.score(projection.score()),
                Numbers.score(projection.interval().low()) + " to "
                        + Numbers.score(projection.interval().high()));
    }
}
