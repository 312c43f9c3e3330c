package dev.finetuning.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** An append as one transaction: the stream's size moves and the entries appear together, or neither. */
record SqlAppend(String stream, long expectedSize, List<JournalEntry> entries) {
    /**
     * Does it on a connection that is within a transaction.
     *
     * @return the stream's size afterwards
     */
    long run(Connection connection) throws SQLException {
        long before = claim(connection);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO journal_entry (stream, sequence, type, happened_at, body) VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < entries.size(); i++) {
                JournalEntry entry = entries.get(i);
                insert.setString(1, stream);
                insert.setLong(2, before + i);
                insert.setString(3, entry.type());
                insert.setString(4, entry.at().toString());
                insert.setString(5, entry.body());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return before + entries.size();
    }

    /** Moves the stream's size, which keeps every other writer out until the end of the transaction. */
    private long claim(Connection connection) throws SQLException {
        if (move(connection)) {
            return size(connection, stream) - entries.size();
        }
        long actual = size(connection, stream);
        // somebody began the stream between the two statements: now it can be moved
        if (actual > 0 && expectedSize == Journal.ANY_SIZE && move(connection)) {
            return size(connection, stream) - entries.size();
        }
        if (actual > 0 || expectedSize > 0) {
            throw new JournalConflictException(stream, expectedSize, actual);
        }
        try (PreparedStatement create =
                connection.prepareStatement("INSERT INTO journal_stream (stream, size) VALUES (?, ?)")) {
            create.setString(1, stream);
            create.setLong(2, entries.size());
            create.executeUpdate();
        }
        return 0;
    }

    private boolean move(Connection connection) throws SQLException {
        boolean any = expectedSize == Journal.ANY_SIZE;
        String sql = "UPDATE journal_stream SET size = size + ? WHERE stream = ?" + (any ? "" : " AND size = ?");
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, entries.size());
            update.setString(2, stream);
            if (!any) {
                update.setLong(3, expectedSize);
            }
            return update.executeUpdate() == 1;
        }
    }

    static long size(Connection connection, String stream) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT size FROM journal_stream WHERE stream = ?")) {
            select.setString(1, stream);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
