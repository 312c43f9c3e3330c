package dev.finetuning.journal.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * SQLite: a deferred transaction fails for good when it turns from reading to writing beside another. A connection that
 * leaves the forcing of commits to the system is set to {@code synchronous=FULL} and stays so.
 */
final class SqliteDialect extends SqlDialect {
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int CONSTRAINT = 19;
    private static final int FULL = 2;

    SqliteDialect() {
        super("SQLite");
    }

    @Override
    void begin(Connection connection) throws SQLException {
        if (synchronous(connection) < FULL) {
            execute(connection, "PRAGMA synchronous=FULL");
        }
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

    private static int synchronous(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA synchronous")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
}
