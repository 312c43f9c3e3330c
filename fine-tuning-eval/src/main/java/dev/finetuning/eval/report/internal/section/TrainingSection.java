package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.report.internal.chart.LineChart;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What training measured, as curves, and what it warned of. */
record TrainingSection(List<TrainingEvent> events) implements PageSection {
    private static final Map<String, String> LOSSES = names(
            Metrics.TRAIN_LOSS,
            "training loss",
            Metrics.VALID_LOSS,
            "validation loss (batch)",
            Metrics.FULL_VALID_LOSS,
            "validation loss");
    private static final Map<String, String> ACCURACIES = names(
            Metrics.TRAIN_ACCURACY,
            "training accuracy",
            Metrics.VALID_ACCURACY,
            "validation accuracy (batch)",
            Metrics.FULL_VALID_ACCURACY,
            "validation accuracy");

    /** Where training said something. */
    static Optional<PageSection> of(ReportFigures figures) {
        List<TrainingEvent> events = figures.content().training();
        return events.isEmpty() ? Optional.empty() : Optional.of(new TrainingSection(events));
    }

    @Override
    public String id() {
        return "training";
    }

    @Override
    public String title() {
        return "Training";
    }

    @Override
    public void write(Markup out) {
        out.open("div", "class", "pair");
        chart(out, "Loss", LOSSES);
        chart(out, "Accuracy", ACCURACIES);
        out.close();
        List<TrainingEvent> warnings = events.stream()
                .filter(event -> event.level() != TrainingEvent.Level.INFO)
                .toList();
        if (!warnings.isEmpty()) {
            out.leaf("h3", "Warnings and errors").open("ul");
            warnings.forEach(event -> out.leaf("li", event.message()));
            out.close();
        }
    }

    private void chart(Markup out, String title, Map<String, String> metrics) {
        List<LineChart.Curve> curves = new ArrayList<>();
        metrics.forEach((metric, name) -> {
            List<LineChart.Point> points = points(metric);
            if (!points.isEmpty()) {
                curves.add(new LineChart.Curve(name, points));
            }
        });
        if (!curves.isEmpty()) {
            new LineChart(curves).write(out, title, "step");
        }
    }

    private List<LineChart.Point> points(String metric) {
        List<LineChart.Point> points = new ArrayList<>();
        for (TrainingEvent event : events) {
            Double value = event.metrics().get(metric);
            if (value != null && Double.isFinite(value)) {
                points.add(
                        new LineChart.Point(event.metrics().getOrDefault(Metrics.STEP, (double) points.size()), value));
            }
        }
        points.sort(Comparator.comparingDouble(LineChart.Point::x));
        return points;
    }

    private static Map<String, String> names(String... pairs) {
        Map<String, String> names = new java.util.LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            names.put(pairs[i], pairs[i + 1]);
        }
        return names;
    }
}
