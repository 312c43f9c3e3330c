package dev.finetuning.run;

import dev.finetuning.training.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs as plain text. */
final class RunSummary {
    private static final int DETAILED = 10;

    private RunSummary() {}

    static String of(List<FineTuningRun> newestFirst, Instant now) {
        Map<RunStatus, Integer> counts = new EnumMap<>(RunStatus.class);
        newestFirst.forEach(run -> counts.merge(run.status(), 1, Integer::sum));
        String head = newestFirst.size() + " runs"
                + (counts.isEmpty()
                        ? ""
                        : ": "
                                + counts.entrySet().stream()
                                        .map(entry -> entry.getValue() + " " + word(entry.getKey()))
                                        .collect(Collectors.joining(", ")));
        return newestFirst.stream()
                .limit(DETAILED)
                .map(run -> line(run, now))
                .collect(Collectors.joining("\n", head + "\n", ""));
    }

    private static String line(FineTuningRun run, Instant now) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s  %s  %s, %s, started %s ago",
                run.id(),
                run.name(),
                word(run.status()),
                run.stage().name().toLowerCase(Locale.ROOT),
                human(Duration.between(run.startedAt(), now))));
        add(text, "checks", leftOut(run.checks()));
        add(text, "job", run.job().id());
        add(text, "provider says", run.job().status());
        run.loss().ifPresent(loss -> add(text, Metrics.TRAIN_LOSS, String.format(Locale.ROOT, "%.4f", loss)));
        run.remaining(now).ifPresent(left -> add(text, "expected in", human(left)));
        add(text, "cost so far", cost(run.cost()));
        add(text, "version", run.version());
        add(text, "labels", run.labels().isEmpty() ? null : run.labels().toString());
        add(text, "note", run.note());
        return text.toString();
    }

    private static @Nullable String leftOut(@Nullable DataChecks checks) {
        return checks == null || checks.leftOut() == 0
                ? null
                : checks.leftOut() + " of " + checks.examples() + " examples left out because of errors";
    }

    private static @Nullable String cost(@Nullable RunCost cost) {
        if (cost == null) {
            return null;
        }
        String training =
                cost.billed().map(billed -> billed + ", billed").orElse(cost.training() + " of " + cost.estimated());
        return training
                + cost.question().map(part -> ", first question " + part).orElse("")
                + cost.evaluation()
                        .filter(part -> part.amount().signum() > 0)
                        .map(part -> ", evaluation " + part)
                        .orElse("")
                + cost.unpriced().stream()
                        .map(part -> ", not known for " + part)
                        .collect(Collectors.joining())
                + cost.total().map(total -> ", in all " + total).orElse("");
    }

    private static void add(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append("\n    ").append(name).append(": ").append(value);
        }
    }

    private static String word(RunStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String human(Duration duration) {
        long minutes = Math.max(0, duration.toMinutes());
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
