package dev.finetuning.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

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
        try (Connection connection = source().getConnection();
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
}
