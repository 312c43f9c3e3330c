package dev.finetuning.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteJournalTest extends JdbcJournalTest {
    @TempDir
    Path folder;

    @Override
    DataSource source() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("journal.db"));
        return source;
    }

    @Test
    void begin_whereCommitsAreNotForced_forcesThem() throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous=OFF");
            SqlDialect dialect = SqlDialects.of(connection);
            dialect.begin(connection);
            dialect.commit(connection);
            try (ResultSet row = statement.executeQuery("PRAGMA synchronous")) {
                assertThat(row.getInt(1)).as("2 is FULL").isEqualTo(2);
            }
        }
    }

    /** SQLite adds no constraints to a table that exists. */
    @Override
    void refuse(String body) throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TRIGGER refused BEFORE INSERT ON journal_entry WHEN NEW.body = '" + body
                    + "' BEGIN SELECT RAISE(ABORT, 'refused: " + body + "'); END");
        }
    }
}
