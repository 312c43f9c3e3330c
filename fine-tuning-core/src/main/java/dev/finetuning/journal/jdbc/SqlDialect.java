package dev.finetuning.journal.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where databases differ: how a transaction that will write begins, and which failures pass by themselves. */
enum SqlDialect {
    POSTGRESQL,
    H2,
    SQLITE {
        /** A deferred transaction fails for good when it turns from reading to writing beside another. */
        @Override
        void begin(Connection connection) throws SQLException {
            execute(connection, "BEGIN IMMEDIATE");
        }

        @Override
        void commit(Connection connection) throws SQLException {
            execute(connection, "COMMIT");
        }

        @Override
        void rollback(Connection connection) throws SQLException {
            execute(connection, "ROLLBACK");
        }

        @Override
        boolean passes(SQLException e) {
            int primary = e.getErrorCode() & 0xFF;
            return primary == BUSY || primary == LOCKED;
        }

        @Override
        boolean duplicate(SQLException e) {
            return (e.getErrorCode() & 0xFF) == CONSTRAINT;
        }
    };

    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int CONSTRAINT = 19;
    private static final int H2_LOCK_TIMEOUT = 50200;

    static SqlDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toUpperCase(Locale.ROOT);
        return Stream.of(values())
                .filter(dialect -> dialect.name().equals(product))
                .findFirst()
                .orElseThrow(() -> new SQLException("no journal for the database " + product + "; there are "
                        + List.of(values()).toString().toLowerCase(Locale.ROOT)));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    void rollback(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /** Whether the same transaction may succeed when it is done again. */
    boolean passes(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("40") || e.getErrorCode() == H2_LOCK_TIMEOUT;
    }

    /** Whether a row of that key is already there. */
    boolean duplicate(SQLException e) {
        return "23505".equals(e.getSQLState());
    }

    /** The statements that create the tables. */
    List<String> schema() {
        String name = name().toLowerCase(Locale.ROOT) + ".sql";
        try (InputStream script = SqlDialect.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("the script " + name + " is missing from the jar");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split(";"))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the script " + name, e);
        }
    }
}
