package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.finetuning.journal.jdbc.JdbcContentStore;
import dev.finetuning.journal.jdbc.JdbcJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.notification.NotificationTopic;
import dev.finetuning.notification.Notifications;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.retraining.ContinuousTraining;
import dev.finetuning.retraining.RetrainingPolicy;
import dev.finetuning.retraining.TrainingRound;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two machines over one database in memory. */
@Timeout(60)
class ClusterScheduleTest {
    private static final Duration SOON = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private final JdbcConnectionPool database = JdbcConnectionPool.create(
            "jdbc:h2:mem:cluster" + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

    @BeforeEach
    void createTables() throws SQLException {
        JdbcJournal.createTables(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // as in db-scheduler's script for HSQLDB
            statement.execute("CREATE TABLE scheduled_tasks (task_name VARCHAR(100), task_instance VARCHAR(100),"
                    + " task_data BLOB, execution_time TIMESTAMP WITH TIME ZONE, picked BIT, picked_by VARCHAR(50),"
                    + " last_success TIMESTAMP WITH TIME ZONE, last_failure TIMESTAMP WITH TIME ZONE,"
                    + " consecutive_failures INT, last_heartbeat TIMESTAMP WITH TIME ZONE, version BIGINT,"
                    + " priority SMALLINT, state VARCHAR(20), PRIMARY KEY (task_name, task_instance))");
        }
    }

    @AfterEach
    void close() {
        database.dispose();
    }

    private Notifications notifications(JdbcJournal journal, ContinuousTraining training) {
        return Notifications.builder("team", journal, each -> news.add(each.id()))
                .topics(Set.of(NotificationTopic.RETRAINING))
                .watch(training)
                .build();
    }

    private ContinuousTraining training(JdbcJournal journal, LocalTrainingPipeline provider) {
        FineTuningRuns runs = FineTuningRuns.builder(
                        journal, JdbcContentStore.over(database), provider, JournaledModelRegistry.open(journal))
                .pace(PollPace.IN_PROCESS)
                .build();
        return ContinuousTraining.builder("support", LocalTrainingPipeline.LINEAR, journal, runs)
                .policy(RetrainingPolicy.afterExamples(1_000))
                .build();
    }

    @Test
    void start_onTwoMachines_trainsOnceAndTellsItOnce() throws Exception {
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder);
                JdbcJournal one = JdbcJournal.over(database);
                JdbcJournal other = JdbcJournal.over(database)) {
            ContinuousTraining here = training(one, provider);
            ContinuousTraining there = training(other, provider);
            notifications(one, here).advance();
            Scheduler first = new ClusterSchedule(here, notifications(one, here))
                    .start(database, Schedules.fixedDelay(SOON), SOON);
            Scheduler second = new ClusterSchedule(there, notifications(other, there))
                    .start(database, Schedules.fixedDelay(SOON), SOON);
            try {
                there.addAll(Questions.dataset(10, 4).examples());
                assertThat(List.of(news.take(), news.take()))
                        .containsExactly("retraining/support/1/begun", "retraining/support/1/over");
                here.addAll(Questions.dataset(20, 4).examples());
                assertThat(List.of(news.take(), news.take()))
                        .containsExactly("retraining/support/2/begun", "retraining/support/2/over");
            } finally {
                first.stop();
                second.stop();
            }

            assertThat(here.rounds())
                    .hasSize(2)
                    .extracting(TrainingRound::outcome)
                    .containsOnly(TrainingRound.Outcome.REGISTERED);
            assertThat(news).isEmpty();
            assertThat(JournaledModelRegistry.open(one).byAlias("support", Alias.PRODUCTION))
                    .hasValueSatisfying(version -> assertThat(version.version())
                            .hasToString(here.rounds().get(1).version().orElseThrow()));
        }
    }

    @Test
    void nightly_isHalfPastTwoWhereTheMachinesAre() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant evening = Instant.parse("2026-11-29T20:00:00Z");

        assertThat(Schedules.cron(ClusterSchedule.NIGHTLY, berlin)
                        .getNextExecutionTime(ExecutionComplete.simulatedSuccess(evening)))
                .isEqualTo("2026-11-30T01:30:00Z");
    }
}
