package dev.finetuning.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresJournalTest extends JdbcJournalTest {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static EmbeddedPostgres server;

    private @Nullable DataSource source;

    /** Nothing here ends the server by force, so that it need not wait for the disk. */
    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** A schema of its own, because a new database takes half a second. */
    private static DataSource freshSchema() {
        String name = "journal" + SCHEMAS.incrementAndGet();
        try {
            sql(server.getPostgresDatabase(), "CREATE SCHEMA " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a schema", e);
        }
        return server.getDatabase("postgres", "postgres", Map.of("currentSchema", name));
    }

    @Override
    DataSource source() {
        if (source == null) {
            source = freshSchema();
        }
        return source;
    }

    @Test
    void begin_whereCommitsAreNotForced_forcesThisOne() throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            SqlDialect dialect = SqlDialects.of(connection);
            dialect.begin(connection);
            assertThat(synchronousCommit(statement)).isEqualTo("on");
            dialect.commit(connection);
            assertThat(synchronousCommit(statement)).isEqualTo("off");
        }
    }

    private static String synchronousCommit(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW synchronous_commit")) {
            row.next();
            return row.getString(1);
        }
    }
}
