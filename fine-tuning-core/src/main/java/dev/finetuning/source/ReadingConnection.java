package dev.finetuning.source;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A connection in a read-only transaction of its own, as PostgreSQL wants it for fetching row by row.
 * Closing restores its settings, because a pool may reuse it.
 */
record ReadingConnection(Connection connection, boolean autoCommit, boolean readOnly) implements AutoCloseable {
    static ReadingConnection of(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            ReadingConnection reading =
                    new ReadingConnection(connection, connection.getAutoCommit(), connection.isReadOnly());
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return reading;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
            connection.setReadOnly(readOnly);
        }
    }
}
