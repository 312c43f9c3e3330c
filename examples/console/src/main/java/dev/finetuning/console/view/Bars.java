package dev.finetuning.console.view;

import dev.finetuning.quality.profile.Histogram;
import java.util.ArrayList;
import java.util.List;

/**
 * A histogram as it is drawn, 300 wide and 80 high.
 *
 * @param bars from left to right
 * @param summary in words
 */
public record Bars(List<Bar> bars, String summary) {
    private static final double WIDTH = 300;
    private static final double HEIGHT = 80;

    /** Copies the list. */
    public Bars {
        bars = List.copyOf(bars);
    }

    /**
     * One bar.
     *
     * @param x its left side
     * @param y its top
     * @param width how wide
     * @param height how high
     * @param label what it counts
     */
    public record Bar(long x, long y, long width, long height, String label) {}

    /** What templates show of it. */
    public static Bars of(Histogram histogram) {
        List<Histogram.Bar> counted = histogram.bars();
        long most = counted.stream().mapToLong(Histogram.Bar::count).max().orElse(1);
        double width = WIDTH / Math.max(1, counted.size());
        List<Bar> bars = new ArrayList<>();
        for (Histogram.Bar bar : counted) {
            long height = Math.round(HEIGHT * bar.count() / Math.max(1, most));
            String label = "%d to %d: %d".formatted(bar.from(), bar.to(), bar.count());
            bars.add(new Bar(
                    Math.round(bars.size() * width),
                    Math.round(HEIGHT) - height,
                    Math.max(1, Math.round(width) - 2),
                    height,
                    label));
        }
        return new Bars(
                bars,
                "median %d, 95%% up to %d, longest %d".formatted(histogram.median(), histogram.p95(), histogram.max()));
    }
}
