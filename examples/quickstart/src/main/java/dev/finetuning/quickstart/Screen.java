package dev.finetuning.quickstart;

import dev.finetuning.Progress;
import dev.finetuning.ProgressListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints stages and progress: a bar that redraws itself on a terminal, plain lines elsewhere. */
final class Screen implements ProgressListener {
    private static final int BAR = 30;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private int stage;
    private boolean barShown;
    private long drawnAt = System.nanoTime();

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Prints a stage's heading. */
    void stage(String title) {
        clearBar();
        out.printf(Locale.ROOT, "%n%d. %s%n", ++stage, title);
    }

    /** Prints a line below the current stage. */
    void line(String format, @Nullable Object... values) {
        clearBar();
        out.println("   " + String.format(Locale.ROOT, format, values));
    }

    @Override
    public void onProgress(Progress progress) {
        boolean complete = progress.fraction().filter(share -> share >= 1).isPresent();
        long now = System.nanoTime();
        if (now - drawnAt < (terminal ? REDRAW_NANOS : PLAIN_NANOS) || complete) {
            return;
        }
        drawnAt = now;
        if (terminal) {
            out.print("\r   " + bar(progress) + " " + describe(progress) + "\u001b[K");
            out.flush();
            barShown = true;
        } else {
            out.println("   " + describe(progress));
        }
    }

    private void clearBar() {
        if (barShown) {
            out.print("\r\u001b[K");
            barShown = false;
        }
    }

    private static String bar(Progress progress) {
        int full = (int) Math.round(progress.fraction().orElse(0.0) * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    private static String describe(Progress progress) {
        String of = progress.total().isPresent() ? " of " + progress.total().getAsLong() : "";
        String eta = progress.eta()
                .filter(left -> telling(progress))
                .map(left -> ", " + human(left) + " left")
                .orElse("");
        return progress.activity() + ": " + progress.done() + of + " " + progress.unit() + eta;
    }

    /** The first steps, in which everything warms up, say nothing about the rest. */
    private static boolean telling(Progress progress) {
        return progress.fraction().orElse(0.0) > 0.05;
    }

    /** A duration as people say it: {@code 340 ms}, {@code 4.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String human(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return duration.toMillis() + " ms";
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return seconds < 3600
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
