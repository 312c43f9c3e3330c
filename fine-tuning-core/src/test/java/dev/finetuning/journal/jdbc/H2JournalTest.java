package dev.finetuning.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.journal.JournalUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class H2JournalTest extends JdbcJournalTest {
    private final JdbcDataSource source = new JdbcDataSource();

    H2JournalTest() {
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @Override
    DataSource source() {
        return source;
    }

    @Test
    void over_aUserWithoutAdminRights_isRefusedBeforeAnythingIsWritten() throws SQLException {
        JdbcDataSource plain = new JdbcDataSource();
        plain.setURL(source.getURL().replaceFirst(";.*", ""));
        plain.setUser("plain");
        plain.setPassword("plain");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER plain PASSWORD 'plain'");
        }

        assertThatThrownBy(() -> JdbcJournal.over(plain))
                .isInstanceOf(JournalUnavailableException.class)
                .hasRootCauseInstanceOf(SQLException.class)
                .cause()
                .hasMessageContaining("give the journal's user these rights");
    }
}
