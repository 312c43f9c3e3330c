package dev.finetuning.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * H2: a commit returns up to half a second before it is written (its setting {@code WRITE_DELAY}), so a process that
 * is killed in that time loses it. Each commit here is followed by a checkpoint that forces it to the disk.
 */
final class H2Dialect extends SqlDialect {
    private static final int ADMIN_RIGHTS_REQUIRED = 90040;
    private static final int LOCK_TIMEOUT = 50200;

    H2Dialect() {
        super("H2");
    }

    @Override
    void checkRights(Connection connection) throws SQLException {
        try {
            force(connection);
        } catch (SQLException e) {
            throw e.getErrorCode() == ADMIN_RIGHTS_REQUIRED
                    ? new SQLException(
                            "H2 writes a commit up to half a second late, and only a user with admin rights may force"
                                    + " it: give the journal's user these rights, or the journal another database",
                            e)
                    : e;
        }
    }

    @Override
    void commit(Connection connection) throws SQLException {
        super.commit(connection);
        force(connection);
    }

    private static void force(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }

    @Override
    boolean passes(SQLException e) {
        return super.passes(e) || e.getErrorCode() == LOCK_TIMEOUT;
    }
}
