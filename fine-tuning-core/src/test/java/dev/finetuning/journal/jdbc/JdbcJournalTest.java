package dev.finetuning.journal.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.content.ContentLostException;
import dev.finetuning.content.ContentSource;
import dev.finetuning.content.ContentStore;
import dev.finetuning.content.ContentStoreContractTest;
import dev.finetuning.content.ContentUnavailableException;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalContractTest;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.journal.jdbc.LossySource.Loss;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a journal in any database must do beside the contract. */
abstract class JdbcJournalTest extends JournalContractTest {
    /** The same empty database within a test. */
    abstract DataSource source();

    @Override
    protected Journal open() {
        JdbcJournal.createTables(source());
        return JdbcJournal.over(source());
    }

    private static List<JournalEntry> entries(String... bodies) {
        return java.util.stream.Stream.of(bodies)
                .map(body -> new JournalEntry("t", Instant.EPOCH, body))
                .toList();
    }

    private void sql(String sql) throws SQLException {
        sql(source(), sql);
    }

    static void sql(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void append_withoutTables_namesTheRemedy() throws SQLException {
        sql("DROP TABLE journal_entry");

        assertThatThrownBy(() -> JdbcJournal.over(source()).append("s", 0, entries("1")))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("createTables");
        assertThat(JdbcJournal.over(source()).size("s")).as("rolled back").isZero();
    }

    @Test
    void read_rowMissing_isCorrupt() throws SQLException {
        Journal journal = JdbcJournal.over(source());
        journal.append("s", 0, entries("1", "2", "3"));
        sql("DELETE FROM journal_entry WHERE sequence = 1");

        assertThatThrownBy(() -> journal.read("s", 0, 10)).isInstanceOf(CorruptJournalException.class);
        sql("DELETE FROM journal_entry WHERE sequence = 2");
        assertThatThrownBy(() -> journal.read("s", 1, 10)).isInstanceOf(CorruptJournalException.class);
    }

    @Test
    void read_rowDamaged_isCorrupt() throws SQLException {
        Journal journal = JdbcJournal.over(source());
        journal.append("s", 0, entries("1"));
        sql("UPDATE journal_entry SET happened_at = 'yesterday'");

        assertThatThrownBy(() -> journal.read("s", 0, 10)).isInstanceOf(CorruptJournalException.class);
    }

    @Test
    void createTables_twice_changesNothing() {
        Journal journal = JdbcJournal.over(source());
        journal.append("s", 0, entries("1"));

        JdbcJournal.createTables(source());

        assertThat(journal.size("s")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void append_commitUnanswered_isDoneExactlyOnce(Loss loss) {
        JdbcJournal.createTables(source());
        LossySource lossy = new LossySource(source(), loss);
        Journal journal = JdbcJournal.over(lossy.asDataSource());

        lossy.loseNextCommits(1);
        assertThat(journal.append("s", 0, entries("1", "2"))).isEqualTo(2);
        lossy.loseNextCommits(2);
        assertThat(journal.append("s", 2, entries("3"))).isEqualTo(3);
        lossy.loseNextCommits(3);
        assertThat(journal.append("s", Journal.ANY_SIZE, entries("4"))).isEqualTo(4);
        lossy.loseNextCommits(1);
        assertThat(journal.append("new", Journal.ANY_SIZE, entries("1"))).isEqualTo(1);

        assertThat(journal.read("s", 0, 10)).extracting(JournalEntry::body).containsExactly("1", "2", "3", "4");
        assertThat(journal.read("new", 0, 10)).hasSize(1);
    }

    @Test
    void append_commitUnansweredAndSomebodyElseCameBetween_isStillKnown() {
        JdbcJournal.createTables(source());
        LossySource lossy = new LossySource(source(), Loss.OF_THE_ANSWER);
        Journal journal = JdbcJournal.over(lossy.asDataSource());
        journal.append("s", 0, entries("1"));
        lossy.loseNextCommits(1);
        lossy.afterALoss(() -> JdbcJournal.over(source()).append("s", Journal.ANY_SIZE, entries("theirs")));

        assertThat(journal.append("s", 1, entries("ours"))).isEqualTo(2);

        assertThat(journal.read("s", 0, 10)).extracting(JournalEntry::body).containsExactly("1", "ours", "theirs");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OF_THE_REQUEST")
    void append_databaseGoneAfterTheCommit_saysThatTheOutcomeIsUnknown(Loss loss) {
        JdbcJournal.createTables(source());
        LossySource lossy = new LossySource(source(), loss);
        Journal journal = JdbcJournal.over(lossy.asDataSource(), pause -> {});
        lossy.loseNextCommits(Integer.MAX_VALUE);

        assertThatThrownBy(() -> journal.append("s", 0, entries("1")))
                .isInstanceOfSatisfying(
                        JournalUnavailableException.class,
                        e -> assertThat(e.outcomeUnknown()).isTrue());
    }

    /** The same database, whose connections begin without auto-commit, as those of many pools do. */
    private DataSource withoutAutoCommit() {
        DataSource source = source();
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = source.getConnection();
                    connection.setAutoCommit(false);
                    return connection;
                });
    }

    private void dropTables() throws SQLException {
        for (String table : List.of("journal_stream", "journal_entry", "journal_snapshot")) {
            sql("DROP TABLE " + table);
        }
    }

    @Test
    void connections_withoutAutoCommit_serveAsWell() throws SQLException {
        dropTables();
        JdbcJournal.createTables(withoutAutoCommit());
        Journal journal = JdbcJournal.over(withoutAutoCommit());

        assertThat(journal.append("s", 0, entries("1"))).isEqualTo(1);
        assertThat(journal.append("s", 1, entries("2"))).isEqualTo(2);
        journal.saveSnapshot("s", new JournalSnapshot(1, "f", new byte[] {1}));

        Journal other = JdbcJournal.over(source());
        assertThat(other.read("s", 0, 10)).isEqualTo(entries("1", "2"));
        assertThat(other.snapshot("s")).isPresent();
        assertThat(other.append("s", 2, entries("3"))).isEqualTo(3);
        assertThat(journal.size("s")).isEqualTo(3);
    }

    @Test
    void createTables_byManyAtOnce_collidesWithNobody() throws Exception {
        dropTables();
        DataSource source = source();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                all.add(pool.submit(() -> JdbcJournal.createTables(source)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(JdbcJournal.over(source).append("s", 0, entries("1"))).isEqualTo(1);
    }

    /** Makes the database refuse one body, in words of its own. */
    void refuse(String body) throws SQLException {
        sql("ALTER TABLE journal_entry ADD CONSTRAINT refused CHECK (body <> '" + body + "')");
    }

    @Test
    void append_refusedByTheDatabase_quotesNoEntry() throws SQLException {
        refuse("canary");
        Journal journal = JdbcJournal.over(source());

        assertThatThrownBy(() -> journal.append("s", 0, entries("fine", "canary")))
                .isInstanceOfSatisfying(JournalUnavailableException.class, e -> {
                    StringWriter trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("canary", "fine'");
                    assertThat(e.outcomeUnknown()).isFalse();
                });
        assertThat(journal.size("s")).isZero();
    }

    /** Contents in the same database. */
    @Nested
    class Contents extends ContentStoreContractTest {
        @Override
        protected ContentStore open() throws SQLException {
            JdbcJournal.createTables(source());
            return JdbcContentStore.over(source());
        }

        @Test
        void read_pieceMissing_isLost() throws SQLException {
            open().put("a", ContentSource.of(new byte[3 << 20]));
            sql(source(), "DELETE FROM journal_content_piece WHERE sequence = 1");

            assertThat(open().read("a", 0, 1)).hasSize(1);
            assertThatThrownBy(() -> open().read("a", 1 << 20, 1))
                    .isInstanceOf(ContentLostException.class)
                    .hasMessageContaining("row");
        }

        @Test
        void put_withoutTables_namesTheRemedyAndNoContent() throws SQLException {
            open();
            sql(source(), "DROP TABLE journal_content");

            assertThatThrownBy(
                            () -> JdbcContentStore.over(source()).put("a", ContentSource.of("secret".getBytes(UTF_8))))
                    .isInstanceOf(ContentUnavailableException.class)
                    .hasMessageContaining("createTables")
                    .hasMessageNotContaining("secret");
        }

        @ParameterizedTest
        @EnumSource(Loss.class)
        void put_commitThatIsNotAnswered_isDoneAgain(Loss loss) throws SQLException {
            open();
            LossySource lossy = new LossySource(source(), loss);
            ContentStore store = JdbcContentStore.over(lossy.asDataSource());
            lossy.loseNextCommits(2);

            store.put("a", ContentSource.of(new byte[5]));

            assertThat(open().read("a", 0, 10)).hasSize(5);
        }
    }
}
