package dev.finetuning.notification;

import dev.finetuning.internal.content.OneLine;
import dev.finetuning.retraining.ContinuousTraining;
import dev.finetuning.retraining.TrainingRound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What there is to tell of a continuous training. */
final class TrainingNews implements NotificationSource {
    private final ContinuousTraining training;

    TrainingNews(ContinuousTraining training) {
        this.training = training;
    }

    @Override
    public List<Notification> since(Instant from) {
        List<Notification> news = new ArrayList<>();
        for (TrainingRound round : training.rounds()) {
            if (!round.endedAt().map(end -> end.isBefore(from)).orElse(false)) {
                news.add(news(round, "begun", "has begun: " + round.reason(), round.begunAt()));
                round.endedAt().ifPresent(end -> news.add(ended(round, end)));
            }
        }
        return news;
    }

    private Notification ended(TrainingRound round, Instant end) {
        String how = round.outcome() == TrainingRound.Outcome.REGISTERED
                ? "has made version " + round.version().orElse("?")
                        + (round.promoted() ? ", which is promoted" : ", which is not promoted")
                : "has failed; its examples stay in the queue";
        Notification news = news(round, "over", how + (round.note().isEmpty() ? "" : ": " + round.note()), end);
        return round.version().map(version -> news.with("version", version)).orElse(news);
    }

    private Notification news(TrainingRound round, String what, String text, Instant at) {
        return Notification.of(
                        "retraining/" + training.name() + "/" + round.number() + "/" + what,
                        NotificationTopic.RETRAINING,
                        training.name(),
                        "round " + round.number() + " " + OneLine.of(text),
                        at)
                .with("round", Integer.toString(round.number()));
    }

    @Override
    public String toString() {
        return "the continuous training of " + OneLine.of(training.name());
    }
}
