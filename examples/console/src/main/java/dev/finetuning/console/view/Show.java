package dev.finetuning.console.view;

import dev.finetuning.console.work.StartedSearch;
import dev.finetuning.console.work.TrainingDesk;
import dev.finetuning.cost.Money;
import dev.finetuning.eval.compare.Verdict;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** How values look on pages. */
public final class Show {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Map<String, String> METRICS = Map.of(
            "Levenshtein", "Similarity to the expected answer",
            "ExactMatch", "Exactly the expected answer",
            "latency_p95_ms", "Milliseconds for 95 of 100 answers, at most");
    private static final Map<RunStatus, String> TONES = Map.of(
            RunStatus.ACTIVE, "busy",
            RunStatus.NEEDS_DECISION, "warn",
            RunStatus.TIMED_OUT, "warn",
            RunStatus.SUCCEEDED, "good",
            RunStatus.FAILED, "bad",
            RunStatus.CANCELLED, "quiet");

    private Show() {}

    /** {@code 12,345}. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 example}, {@code 12 examples}. */
    public static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /** Three digits after the point; a dash where there is no number. */
    public static String score(double score) {
        return Double.isFinite(score) ? String.format(Locale.ROOT, "%.3f", score) : "–";
    }

    /** A difference with its sign. */
    public static String gain(double gain) {
        return Double.isFinite(gain) ? String.format(Locale.ROOT, "%+.3f", gain) : "–";
    }

    /** {@code 1.5 MiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    /** A time in UTC; a script puts it into the reader's zone. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** {@code 4.2 s}, {@code 3 min 20 s}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return seconds < 3600
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }

    /** {@code 1.20 USD}; free where it is nothing. */
    public static String money(Money money) {
        return money.amount().signum() == 0
                ? "free"
                : money.amount().toPlainString() + " " + money.currency().getCurrencyCode();
    }

    /** A metric as people call it. */
    public static String metric(String name) {
        return METRICS.getOrDefault(name, name);
    }

    /** A word from a constant: {@code needs decision}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What a run does next: {@code train}. */
    public static String stage(FineTuningRun run) {
        return TrainingDesk.isPreparing(run) ? "prepare" : word(run.stage());
    }

    /** The colour of a verdict. */
    public static String tone(Verdict verdict) {
        return switch (verdict) {
            case BETTER -> "good";
            case WORSE -> "bad";
            case EQUIVALENT -> "quiet";
            case UNDECIDED -> "warn";
        };
    }

    /** The colour of a search's status. */
    public static String tone(StartedSearch.Status status) {
        return switch (status) {
            case RUNNING, MEASURING -> "busy";
            case DONE -> "good";
            case CANCELLED -> "quiet";
        };
    }

    /** The colour of a run's status. */
    public static String tone(RunStatus status) {
        return TONES.getOrDefault(status, "quiet");
    }

    /** A text as one part of an address. */
    public static String path(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The beginning of a long text. */
    public static String brief(String text) {
        return text.length() <= 160 ? text : text.substring(0, 159) + "…";
    }
}
