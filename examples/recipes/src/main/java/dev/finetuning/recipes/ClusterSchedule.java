package dev.finetuning.recipes;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.finetuning.notification.Notifications;
import dev.finetuning.retraining.ContinuousTraining;
import java.time.Duration;
import java.time.ZoneId;
import javax.sql.DataSource;

/**
 * Retrains at night and delivers notifications on many machines: every machine starts this over the same database, and
 * db-scheduler sees to it that one of them at a time does the work. If it dies, another one goes on, and nothing is paid
 * for twice, because the round is in the journal. The database needs db-scheduler's table {@code scheduled_tasks}.
 */
public final class ClusterSchedule {
    /** Half past two every night; the first field is the seconds. */
    public static final String NIGHTLY = "0 30 2 * * *";

    private final ContinuousTraining training;
    private final Notifications notifications;

    /** Uses a training and notifications whose journal all machines share. */
    public ClusterSchedule(ContinuousTraining training, Notifications notifications) {
        this.training = training;
        this.notifications = notifications;
    }

    /** Starts this machine's part, with a cron expression for the training. */
    public Scheduler start(DataSource database, String cron, ZoneId zone) {
        return start(database, Schedules.cron(cron, zone), Duration.ofSeconds(10));
    }

    /** Starts this machine's part, which looks into the database once in a period. */
    Scheduler start(DataSource database, Schedule nightly, Duration period) {
        RecurringTask<Void> retraining = Tasks.recurring("retraining", nightly)
                .execute((task, context) -> uninterrupted(() -> training.train("it was scheduled")));
        RecurringTask<Void> news = Tasks.recurring("news", Schedules.fixedDelay(period))
                .execute((task, context) -> uninterrupted(notifications::advance));
        Scheduler scheduler = Scheduler.create(database)
                .startTasks(retraining, news)
                .pollingInterval(period)
                .build();
        scheduler.start();
        return scheduler;
    }

    /** What may be interrupted. */
    private interface Work {
        void run() throws InterruptedException;
    }

    private static void uninterrupted(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            // the scheduler is being stopped; the next machine goes on
            Thread.currentThread().interrupt();
        }
    }
}
