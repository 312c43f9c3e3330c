package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.content.ContentLostException;
import dev.finetuning.content.ContentSource;
import dev.finetuning.content.ContentStore;
import dev.finetuning.content.ContentUnavailableException;
import dev.finetuning.content.InMemoryContentStore;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.jdbc.JdbcContentStore;
import dev.finetuning.journal.jdbc.JdbcJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.JobQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** Machines that share a database and nothing else: one dies, another goes on. */
class SeparateMachinesTest {
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final ManualTime time = ManualTime.create();
    private final ScriptedTrainingPipeline provider =
            ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"));
    private final List<Integer> measured = new ArrayList<>();

    private FineTuningRuns machine(Journal journal, ContentStore data) {
        return builder(journal, data).build();
    }

    private FineTuningRunsBuilder builder(Journal journal, ContentStore data) {
        return FineTuningRuns.builder(journal, data, provider, JournaledModelRegistry.open(journal))
                .clock(time)
                .sleeper(time)
                .lease(LEASE)
                .evaluation(task -> {
                    measured.add(task.test().size());
                    return RunEvaluation.Result.of(List.of());
                });
    }

    private static List<Example> examples(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> (Example) ChatExample.of(Message.user("q" + i), Message.assistant("a" + i)))
                .toList();
    }

    private static RunPlan plan() {
        return RunPlan.builder("support", "base", examples(0, 12))
                .validation(examples(20, 3))
                .test(examples(30, 4))
                .build();
    }

    private static DataSource database() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        JdbcJournal.createTables(source);
        return source;
    }

    private static int contents(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT COUNT(*) FROM journal_content)"
                        + " + (SELECT COUNT(*) FROM journal_content_piece)")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void run_machineDiesAtAnyBoundary_isEndedByAnotherWithOneJobAndNothingLeft() throws Exception {
        int boundary = 0;
        boolean died = true;
        while (died) {
            boundary++;
            long jobsBefore = provider.jobs(JobQuery.ALL).count();
            DataSource source = database();
            Death death = new Death(boundary);
            died = dies(source, death);

            time.advance(LEASE.plusSeconds(1));
            FineTuningRuns second = machine(JdbcJournal.over(source), JdbcContentStore.over(source));
            FineTuningRun run = second.await(second.startOnce("week 48", plan()));

            assertThat(run.status())
                    .as("after a death at boundary %d", boundary)
                    .isEqualTo(RunStatus.SUCCEEDED);
            assertThat(second.runs(RunQuery.ALL)).hasSize(1);
            assertThat(provider.jobs(JobQuery.ALL).count() - jobsBefore)
                    .as("jobs after a death at boundary %d", boundary)
                    .isOne();
            ModelRegistry registry = JournaledModelRegistry.open(JdbcJournal.over(source));
            assertThat(registry.view().versions("support")).hasSize(1);
            time.advance(Duration.ofDays(1).plusSeconds(1));
            second.advanceAll();
            assertThat(contents(source))
                    .as("left by a death at boundary %d", boundary)
                    .isZero();
        }
        assertThat(boundary).as("all boundaries had their turn").isGreaterThan(30);
        assertThat(measured)
                .as("the test part is there wherever the run goes on")
                .containsOnly(4);
    }

    private boolean dies(DataSource source, Death death) throws InterruptedException {
        try {
            FineTuningRuns first = machine(
                    new MortalJournal(JdbcJournal.over(source), death),
                    new MortalStore(JdbcContentStore.over(source), death));
            first.await(first.startOnce("week 48", plan()));
            return false;
        } catch (Death.Died e) {
            return true;
        }
    }

    @Test
    void run_over_leavesNoDataUnlessItIsToBeKept() throws Exception {
        for (boolean keep : new boolean[] {false, true}) {
            DataSource source = database();
            FineTuningRunsBuilder builder = builder(JdbcJournal.over(source), JdbcContentStore.over(source));
            FineTuningRuns runs = keep ? builder.keepData().build() : builder.build();
            String id = runs.start(plan());
            assertThat(contents(source)).as("three parts, each with one piece").isEqualTo(6);

            runs.await(id);

            assertThat(contents(source)).isEqualTo(keep ? 6 : 0);
        }
    }

    @Test
    void run_cancelled_leavesNoData() throws Exception {
        DataSource source = database();
        FineTuningRuns runs = machine(JdbcJournal.over(source), JdbcContentStore.over(source));
        String id = runs.start(plan());

        runs.cancel(id, "jana");
        runs.await(id);

        assertThat(contents(source)).isZero();
    }

    @Test
    void resumeOrStart_unfinishedRunFound_leavesOnlyItsData() throws Exception {
        DataSource source = database();
        FineTuningRuns runs = machine(JdbcJournal.over(source), JdbcContentStore.over(source));
        String id = runs.start(plan());

        assertThat(runs.resumeOrStart(plan())).isEqualTo(id);
        assertThat(contents(source)).isEqualTo(6);
    }

    @Test
    void run_dataThatCannotBeRemovedNow_isRemovedLater() throws Exception {
        Stubborn store = new Stubborn();
        FineTuningRuns runs = machine(new InMemoryJournal(), store);
        String id = runs.start(plan());
        assertThat(runs.await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(store.read(id + "-test.jsonl", 0, 1)).hasSize(1);

        store.stubborn = false;
        runs.advanceAll();

        assertThatThrownBy(() -> store.read(id + "-test.jsonl", 0, 1)).isInstanceOf(ContentLostException.class);
    }

    @Test
    void advance_machineWithoutTheStore_saysWhatIsMissingAndTheOtherGoesOn() throws Exception {
        Journal journal = new InMemoryJournal();
        FineTuningRuns first = machine(journal, new InMemoryContentStore());
        String id = first.start(plan());

        assertThatThrownBy(() -> machine(journal, new InMemoryContentStore()).advance(id))
                .isInstanceOf(ContentLostException.class)
                .hasMessageContaining("use the store that it was put into");

        assertThat(first.run(id).note().orElseThrow()).contains("use the store");
        assertThat(first.await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    /** When a machine dies: at a boundary, before or after something becomes durable, counted from 1. */
    private static final class Death {
        private final int boundary;
        private int passed;

        Death(int boundary) {
            this.boundary = boundary;
        }

        /** Passes a boundary; who is dead does nothing any more. */
        void pass() {
            if (++passed >= boundary) {
                throw new Died();
            }
        }

        void requireAlive() {
            if (passed >= boundary) {
                throw new Died();
            }
        }

        private static final class Died extends Error {
            private static final long serialVersionUID = 1L;
        }
    }

    private record MortalJournal(Journal journal, Death death) implements Journal {
        @Override
        public long append(String stream, long expectedSize, List<JournalEntry> entries) {
            death.pass();
            long size = journal.append(stream, expectedSize, entries);
            death.pass();
            return size;
        }

        @Override
        public List<JournalEntry> read(String stream, long fromSequence, int limit) {
            death.requireAlive();
            return journal.read(stream, fromSequence, limit);
        }
    }

    private record MortalStore(ContentStore store, Death death) implements ContentStore {
        @Override
        public void put(String name, ContentSource content) {
            death.pass();
            store.put(name, content);
            death.pass();
        }

        @Override
        public byte[] read(String name, long offset, int limit) {
            death.requireAlive();
            return store.read(name, offset, limit);
        }

        @Override
        public void remove(String name) {
            death.pass();
            store.remove(name);
            death.pass();
        }
    }

    /** Removes nothing for a while. */
    private static final class Stubborn implements ContentStore {
        private final ContentStore store = new InMemoryContentStore();
        private boolean stubborn = true;

        @Override
        public void put(String name, ContentSource content) {
            store.put(name, content);
        }

        @Override
        public byte[] read(String name, long offset, int limit) {
            return store.read(name, offset, limit);
        }

        @Override
        public void remove(String name) {
            if (stubborn) {
                throw new ContentUnavailableException(name, "the disk is read-only", null);
            }
            store.remove(name);
        }
    }
}
