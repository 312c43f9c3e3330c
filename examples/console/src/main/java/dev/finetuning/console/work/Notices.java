package dev.finetuning.console.work;

import dev.finetuning.journal.Journal;
import dev.finetuning.notification.Notification;
import dev.finetuning.notification.NotificationReceiver;
import dev.finetuning.notification.NotificationTopic;
import dev.finetuning.notification.Notifications;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.review.ReviewItem;
import dev.finetuning.run.FineTuningRuns;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tells the operator's receiver what a tenant should hear of: runs that end or need somebody, promotions, shutdown
 * dates, drift, and examples that wait for a review. Thread-safe.
 */
final class Notices {
    private static final String NAME = "console";

    /** What is noted under {@code OTHER} is the review. A job or a round of a retraining is a run's. */
    private static final EnumSet<NotificationTopic> TOPICS = EnumSet.of(
            NotificationTopic.RUN,
            NotificationTopic.PROMOTION,
            NotificationTopic.ROLLBACK,
            NotificationTopic.RETIREMENT,
            NotificationTopic.DRIFT,
            NotificationTopic.OTHER);

    private final Notifications notifications;

    private Notices(Notifications notifications) {
        this.notifications = notifications;
    }

    /** What there is to tell of. */
    record Subjects(
            FineTuningRuns runs,
            ModelRegistry registry,
            TrainingDesk training,
            RetirementDesk retirements,
            DriftDesk drift,
            ReviewDesk review) {}

    /**
     * Notices of a tenant.
     *
     * @param receiver is told, with the tenant among the details
     */
    static Notices of(
            String tenant, NotificationReceiver receiver, Journal journal, Subjects subjects, InstantSource clock) {
        return new Notices(Notifications.builder(
                        NAME, journal, news -> receiver.receive(news.with(TrainingDesk.TENANT, tenant)))
                .watch(subjects.runs())
                .watch(subjects.training()::unprepared)
                .watch(subjects.registry())
                .watch(subjects.retirements()::ahead)
                .watch(from -> drift(subjects.drift(), from))
                .watch(from -> waiting(subjects.review(), from))
                .topics(TOPICS)
                .clock(clock)
                .build());
    }

    private static List<Notification> drift(DriftDesk drift, Instant from) {
        return drift.all().stream()
                .flatMap(watched -> watched.alarmsSince(from).stream())
                .toList();
    }

    /** Once for each day on which examples came that wait still. */
    private static List<Notification> waiting(ReviewDesk review, Instant from) {
        Map<LocalDate, List<ReviewItem>> byDay = review.openItems().stream()
                .collect(Collectors.groupingBy(
                        item -> LocalDate.ofInstant(item.at(), ZoneOffset.UTC), TreeMap::new, Collectors.toList()));
        return byDay.entrySet().stream()
                .map(day -> waiting(day.getKey(), day.getValue()))
                .filter(news -> !news.at().isBefore(from))
                .toList();
    }

    private static Notification waiting(LocalDate day, List<ReviewItem> items) {
        return Notification.of(
                "review/" + day,
                NotificationTopic.OTHER,
                "review",
                items.size() == 1 ? "an example waits for a review" : items.size() + " examples wait for a review",
                items.get(0).at());
    }

    /** Finds out what there is to tell, and delivers it. */
    void advance() throws InterruptedException {
        notifications.advance();
    }
}
