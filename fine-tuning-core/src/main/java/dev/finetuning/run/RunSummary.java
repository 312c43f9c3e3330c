package dev.finetuning.run;

import dev.finetuning.internal.content.OneLine;
import dev.finetuning.training.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
                OneLine.of(run.name()),
                word(run.status()),
                run.stage().name().toLowerCase(Locale.ROOT),
                human(Duration.between(run.startedAt(), now))));
        run.checks().flatMap(RunSummary::leftOut).ifPresent(checks -> add(text, "checks", checks));
        run.job().id().ifPresent(id -> add(text, "job", id));
        run.job().status().ifPresent(word -> add(text, "provider says", word));
        run.loss().ifPresent(loss -> add(text, Metrics.TRAIN_LOSS, String.format(Locale.ROOT, "%.4f", loss)));
        run.remaining(now).ifPresent(left -> add(text, "expected in", human(left)));
        run.cost().ifPresent(cost -> add(text, "cost so far", cost(cost)));
        run.version().ifPresent(version -> add(text, "version", version));
        if (!run.labels().isEmpty()) {
            add(text, "labels", run.labels().toString());
        }
        run.note().ifPresent(note -> add(text, "note", note));
        return text.toString();
    }

    private static Optional<String> leftOut(DataChecks checks) {
        return checks.leftOut() == 0
                ? Optional.empty()
                : Optional.of(checks.leftOut() + " of " + checks.examples() + " examples left out because of errors");
    }

    private static String cost(RunCost cost) {
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

    private static void add(StringBuilder text, String name, String value) {
        text.append("\n    ").append(name).append(": ").append(OneLine.of(value));
    }

    private static String word(RunStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String human(Duration duration) {
        long minutes = Math.max(0, duration.toMinutes());
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
