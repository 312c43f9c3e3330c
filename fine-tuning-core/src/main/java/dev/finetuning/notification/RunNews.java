package dev.finetuning.notification;

import dev.finetuning.internal.content.OneLine;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What there is to tell of runs. */
final class RunNews implements NotificationSource {
    private final FineTuningRuns runs;

    RunNews(FineTuningRuns runs) {
        this.runs = runs;
    }

    @Override
    public List<Notification> since(Instant from) {
        List<Notification> news = new ArrayList<>();
        for (FineTuningRun run : runs.unfinishedOrOverSince(from)) {
            // they come newest first
            news.addAll(0, of(run));
        }
        return news;
    }

    private static List<Notification> of(FineTuningRun run) {
        List<Notification> news = new ArrayList<>();
        news.add(news(run, NotificationTopic.RUN, "begun", "run " + run.id() + " has begun", run.startedAt()));
        run.job()
                .id()
                .ifPresent(job -> news.add(news(
                                run,
                                NotificationTopic.JOB,
                                "job",
                                "run " + run.id() + " has the job " + OneLine.of(job),
                                run.updatedAt())
                        .with("job", job)));
        if (run.status() != RunStatus.ACTIVE) {
            news.add(stood(run));
        }
        return news;
    }

    /** A run that is not over may time out more than once; it stays as it is until somebody decides. */
    private static Notification stood(FineTuningRun run) {
        String status = run.status().name().toLowerCase(Locale.ROOT);
        String what = run.status().terminal()
                ? status
                : status + "/" + run.updatedAt().toEpochMilli();
        String text = "run " + run.id() + " "
                + switch (run.status()) {
                    case SUCCEEDED ->
                        "has made version "
                                + run.version().orElse("?")
                                + (run.promoted().orElse(false) ? ", which is promoted" : ", which is not promoted");
                    case FAILED -> "has failed";
                    case CANCELLED -> "is cancelled";
                    case TIMED_OUT -> "has timed out";
                    case NEEDS_DECISION -> "waits for a decision";
                    case ACTIVE -> "is active";
                }
                + run.note()
                        .filter(note -> !run.promoted().orElse(false))
                        .map(note -> ": " + OneLine.of(note))
                        .orElse("");
        Notification news = news(run, NotificationTopic.RUN, what, text, run.updatedAt())
                .with("stage", run.stage().name().toLowerCase(Locale.ROOT));
        return run.version().map(version -> news.with("version", version)).orElse(news);
    }

    private static Notification news(FineTuningRun run, NotificationTopic topic, String what, String text, Instant at) {
        return Notification.of("run/" + run.id() + "/" + what, topic, run.name(), text, at)
                .with("run", run.id())
                .with("status", run.status().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return "the list of runs";
    }
}
