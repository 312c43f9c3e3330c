package dev.finetuning.journal.jdbc;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * An append as one transaction: the stream's size moves and the entries appear together, or neither. Its
 * entries carry an id of their own, by which it is known again when nobody answered its commit. Not
 * thread-safe.
 */
final class SqlAppend {
    private static final long NOWHERE = -1;

    private final String stream;
    private final long expectedSize;
    private final List<JournalEntry> entries;
    private final String id = UUID.randomUUID().toString();
    private long place = NOWHERE;

    SqlAppend(String stream, long expectedSize, List<JournalEntry> entries) {
        this.stream = stream;
        this.expectedSize = expectedSize;
        this.entries = entries;
    }

    /**
     * Does it on a connection that is within a transaction, unless an earlier try did it after all.
     *
     * @return the stream's size afterwards
     */
    long run(Connection connection) throws SQLException {
        if (place == NOWHERE || !isDone(connection)) {
            place = claim(connection);
            insert(connection);
        }
        return place + entries.size();
    }

    /** Whether an earlier try took its place; waits until a transaction that may still do so is over. */
    private boolean isDone(Connection connection) throws SQLException {
        try (PreparedStatement wait =
                        connection.prepareStatement("UPDATE journal_stream SET size = size WHERE stream = ?");
                PreparedStatement select = connection.prepareStatement(
                        "SELECT append_id FROM journal_entry WHERE stream = ? AND sequence = ?")) {
            wait.setString(1, stream);
            wait.executeUpdate();
            select.setString(1, stream);
            select.setLong(2, place);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && id.equals(row.getString(1));
            }
        }
    }

    private void insert(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO journal_entry (stream, sequence, type, happened_at, body,"
                        + " append_id) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < entries.size(); i++) {
                JournalEntry entry = entries.get(i);
                insert.setString(1, stream);
                insert.setLong(2, place + i);
                insert.setString(3, entry.type());
                insert.setString(4, entry.at().toString());
                insert.setString(5, entry.body());
                insert.setString(6, id);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw SqlSession.withoutRows(e);
        }
    }

    /** Moves the stream's size, which keeps every other writer out until the end of the transaction. */
    private long claim(Connection connection) throws SQLException {
        if (move(connection)) {
            return size(connection, stream) - entries.size();
        }
        long actual = size(connection, stream);
        // another writer created the stream between the two statements: now it can be moved
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
