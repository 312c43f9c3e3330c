package dev.finetuning.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * PostgreSQL: where {@code synchronous_commit} is off, a commit returns before it is on the disk. It is turned on for
 * the journal's transactions alone.
 */
final class PostgresDialect extends SqlDialect {
    PostgresDialect() {
        super("PostgreSQL");
    }

    @Override
    void begin(Connection connection) throws SQLException {
        super.begin(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('synchronous_commit', 'on', true)"
                    + " WHERE current_setting('synchronous_commit') = 'off'");
        } catch (SQLException e) {
            try {
                rollback(connection);
            } catch (SQLException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }
}
