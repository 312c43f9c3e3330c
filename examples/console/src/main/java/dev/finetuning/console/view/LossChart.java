package dev.finetuning.console.view;

import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The losses of a training as they are drawn, 640 wide and 240 high.
 *
 * @param train the points of the training loss, as SVG has them
 * @param valid the points of the validation loss
 * @param ticks the lines across, from the top
 * @param summary in words
 */
public record LossChart(String train, String valid, List<Tick> ticks, String summary) {
    private static final double LEFT = 48;
    private static final double WIDTH = 640 - LEFT - 8;
    private static final double TOP = 8;
    private static final double HEIGHT = 240 - TOP - 24;
    private static final int TICKS = 4;
    private static final int MOST_POINTS = 400;

    /** Copies the list. */
    public LossChart {
        ticks = List.copyOf(ticks);
    }

    /**
     * A line across.
     *
     * @param y where
     * @param label its value
     */
    public record Tick(long y, String label) {}

    private record Point(double step, double value) {}

    /** What templates show of it. */
    public static LossChart of(List<TrainingEvent> events) {
        List<Point> train = points(events, Metrics.TRAIN_LOSS);
        List<Point> valid = points(events, Metrics.VALID_LOSS);
        if (train.isEmpty()) {
            return new LossChart("", "", List.of(), "There is no loss yet.");
        }
        double last = Math.max(train.get(train.size() - 1).step(), 1);
        double most = DoubleStream.concat(
                        train.stream().mapToDouble(Point::value), valid.stream().mapToDouble(Point::value))
                .max()
                .orElse(1);
        double top = most > 0 ? most * 1.05 : 1;
        return new LossChart(line(train, last, top), line(valid, last, top), ticks(top), summary(train, valid));
    }

    /** Whether there is something to draw. */
    public boolean isEmpty() {
        return train.isEmpty();
    }

    private static List<Point> points(List<TrainingEvent> events, String metric) {
        List<Point> points = new ArrayList<>();
        for (TrainingEvent event : events) {
            Double step = event.metrics().get(Metrics.STEP);
            Double value = event.metrics().get(metric);
            if (step != null && value != null && Double.isFinite(value)) {
                points.add(new Point(step, value));
            }
        }
        int every = 1 + points.size() / MOST_POINTS;
        List<Point> thinned = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            if (i % every == 0 || i == points.size() - 1) {
                thinned.add(points.get(i));
            }
        }
        return thinned;
    }

    private static String line(List<Point> points, double last, double top) {
        StringBuilder line = new StringBuilder();
        for (Point point : points) {
            double x = LEFT + WIDTH * point.step() / last;
            double y = TOP + HEIGHT * (1 - point.value() / top);
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        return line.toString().strip();
    }

    private static List<Tick> ticks(double top) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= TICKS; i++) {
            double value = top * (TICKS - i) / TICKS;
            ticks.add(new Tick(Math.round(TOP + HEIGHT * i / TICKS), String.format(Locale.ROOT, "%.3g", value)));
        }
        return ticks;
    }

    private static String summary(List<Point> train, List<Point> valid) {
        Point first = train.get(0);
        Point last = train.get(train.size() - 1);
        String words = String.format(
                Locale.ROOT,
                "Training loss from %.4g at step %.0f to %.4g at step %.0f",
                first.value(),
                first.step(),
                last.value(),
                last.step());
        return valid.isEmpty()
                ? words + "."
                : words
                        + String.format(
                                Locale.ROOT,
                                "; validation loss %.4g.",
                                valid.get(valid.size() - 1).value());
    }
}
