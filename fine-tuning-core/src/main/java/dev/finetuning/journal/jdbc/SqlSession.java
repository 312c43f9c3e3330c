package dev.finetuning.journal.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A connection in auto-commit mode, given back in the mode it came in. Not thread-safe.
 */
final class SqlSession implements AutoCloseable {
    /** Classes of SQL states whose messages never quote a row: connection, transaction, schema, resources. */
    private static final Set<String> QUOTE_NO_ROW = Set.of("08", "25", "28", "40", "42", "53", "57");

    private final Connection connection;
    private final boolean autoCommit;

    private SqlSession(Connection connection) throws SQLException {
        this.connection = connection;
        autoCommit = connection.getAutoCommit();
    }

    static SqlSession open(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            SqlSession session = new SqlSession(connection);
            if (!session.autoCommit) {
                connection.setAutoCommit(true);
            }
            return session;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
        }
    }

    /** What is done on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** One transaction, rolled back whenever it does not reach its commit. */
    <T> T transaction(SqlDialect dialect, Work<T> work) throws SQLException {
        dialect.begin(connection);
        T result;
        try {
            result = work.on(connection);
        } catch (SQLException | RuntimeException e) {
            rollback(dialect, e);
            throw e;
        }
        try {
            dialect.commit(connection);
            return result;
        } catch (SQLException e) {
            rollback(dialect, e);
            throw dialect.passes(e) ? e : new UnansweredCommit(e);
        }
    }

    private void rollback(SqlDialect dialect, Exception reason) {
        try {
            dialect.rollback(connection);
        } catch (SQLException alsoFailed) {
            reason.addSuppressed(alsoFailed);
        }
    }

    /** The connection ended between asking for the commit and hearing of it, or soon after. */
    static final class UnansweredCommit extends SQLException {
        private static final long serialVersionUID = 1L;

        UnansweredCommit(SQLException cause) {
            super(cause);
        }
    }

    /** A failure of a statement whose parameters are entries, without words of the database that may quote them. */
    static SQLException withoutRows(SQLException e) {
        SQLException told =
                e instanceof BatchUpdateException && e.getNextException() != null ? e.getNextException() : e;
        String state = String.valueOf(told.getSQLState());
        boolean quotesNone = !(told instanceof BatchUpdateException)
                && state.length() >= 2
                && QUOTE_NO_ROW.contains(state.substring(0, 2));
        String message = quotesNone
                ? told.getMessage()
                : told.getClass().getName() + " (its message may quote entries and is left out), SQL state " + state;
        SQLException clean = new SQLException(message, told.getSQLState(), told.getErrorCode());
        clean.setStackTrace(e.getStackTrace());
        return clean;
    }
}
