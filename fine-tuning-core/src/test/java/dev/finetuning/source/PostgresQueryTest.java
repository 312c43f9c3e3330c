package dev.finetuning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL's driver takes the whole result into memory unless a fetch size is set and auto-commit is
 * off. Which it was shows in the locks that the rows of these queries take as the server makes them.
 */
class PostgresQueryTest {
    private static final int ROWS = 2_000;
    private static final int FETCH = 50;
    private static final String LOCKING =
            "select row, pg_try_advisory_xact_lock(row) as locked from generate_series(1, " + ROWS + ") as row";

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void open_manyRows_areMadeOnlyAsTheyAreRead() throws SQLException {
        try (Records records = JdbcQuery.of("rows", server.getPostgresDatabase(), LOCKING)
                .fetchSize(FETCH)
                .open()) {
            assertThat(rowsMade()).isEqualTo(FETCH);
            int read = 0;
            while (records.hasNext()) {
                assertThat(((SourceRecord) records.next()).fields()).containsEntry("row", ++read);
                if (read % 250 == 0) {
                    assertThat(rowsMade()).isBetween(read, read + FETCH);
                }
            }
            assertThat(read).isEqualTo(ROWS);
        }
        assertThat(rowsMade()).as("locks after the end").isZero();
    }

    @Test
    void open_instantAsParameter_isComparedWithATimeWithZone() {
        Instant noon = Instant.parse("2026-11-01T12:00:00Z");
        List<Object> hours = new ArrayList<>();

        JdbcQuery.of(
                        "hours",
                        server.getPostgresDatabase(),
                        "select n from generate_series(1, 23) as n"
                                + " where timestamptz '2026-11-01 00:00:00Z' + n * interval '1 hour' >= ?",
                        noon)
                .forEach(record -> hours.add(record.fields().get("n")), rejected -> {});

        assertThat(hours).hasSize(12).first().isEqualTo(12);
    }

    @Test
    void close_inTheMiddle_endsTheTransactionAndGivesTheConnectionBackAsItCame() throws SQLException {
        try (Connection pooled = server.getPostgresDatabase().getConnection()) {
            try (Records records =
                    JdbcQuery.of("rows", pool(pooled), LOCKING).fetchSize(FETCH).open()) {
                records.next();
                assertThat(pooled.isReadOnly()).isTrue();
            }
            assertThat(rowsMade()).isZero();
            assertThatThrownBy(() -> JdbcQuery.of("rows", pool(pooled), "select nothing from nowhere")
                            .open())
                    .isInstanceOf(UnreadableSourceException.class)
                    .hasMessageContaining("42P01");
            assertThat(pooled.getAutoCommit()).isTrue();
            assertThat(pooled.isReadOnly()).isFalse();
        }
    }

    /** Hands out one connection again and again and ignores that it is closed. */
    private static DataSource pool(Connection connection) {
        Connection lent = proxy(
                Connection.class,
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return proxy(DataSource.class, (proxy, method, arguments) -> lent);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                return handler.invoke(proxy, method, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static int rowsMade() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select count(*) from pg_locks where locktype = 'advisory'")) {
            result.next();
            return result.getInt(1);
        }
    }
}
