package dev.finetuning.journal.jdbc;

import dev.finetuning.Sleeper;
import dev.finetuning.content.ContentLostException;
import dev.finetuning.content.ContentSource;
import dev.finetuning.content.ContentStore;
import dev.finetuning.content.ContentUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Contents in the database of a {@link JdbcJournal}, cut into rows of 1 MiB. Putting one is one transaction, so a
 * content is there as a whole or not at all; reading one takes a connection for each piece and holds none in between.
 * Exceptions never contain content. Thread-safe if the data source is.
 *
 * <p>{@link JdbcJournal#createTables} or the scripts next to this class create the tables. The store does not close the
 * data source.
 */
public final class JdbcContentStore implements ContentStore {
    /** What every row but the last has; part of the stored form, so it never changes. */
    private static final int PIECE = 1 << 20;

    private final SqlTransactions sql;

    private JdbcContentStore(SqlTransactions sql) {
        this.sql = sql;
    }

    /**
     * The contents in the tables of a database.
     *
     * @throws ContentUnavailableException if the database cannot be reached, is not supported, or does not let this user
     *     force what is committed
     */
    public static JdbcContentStore over(DataSource source) {
        return over(source, Sleeper.system());
    }

    /** A store with another sleeper for the pauses before it repeats a transaction. */
    public static JdbcContentStore over(DataSource source, Sleeper sleeper) {
        return new JdbcContentStore(SqlTransactions.over(
                source,
                sleeper,
                (name, what, outcomeUnknown, cause) -> new ContentUnavailableException(name, what, cause)));
    }

    @Override
    public void put(String name, ContentSource content) {
        ContentStore.checkName(name);
        sql.change(name, connection -> {
            delete(connection, name);
            try (InputStream bytes = content.open()) {
                return insert(connection, name, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the content to store as " + name, e);
            }
        });
    }

    private static int insert(Connection connection, String name, InputStream bytes) throws SQLException, IOException {
        long size = 0;
        try (PreparedStatement piece = connection.prepareStatement(
                        "INSERT INTO journal_content_piece (name, sequence, bytes) VALUES (?, ?, ?)");
                PreparedStatement whole =
                        connection.prepareStatement("INSERT INTO journal_content (name, size) VALUES (?, ?)")) {
            for (byte[] next = bytes.readNBytes(PIECE); next.length > 0; next = bytes.readNBytes(PIECE)) {
                piece.setString(1, name);
                piece.setLong(2, size / PIECE);
                piece.setBytes(3, next);
                piece.executeUpdate();
                size += next.length;
            }
            whole.setString(1, name);
            whole.setLong(2, size);
            return whole.executeUpdate();
        } catch (SQLException e) {
            throw SqlSession.withoutRows(e);
        }
    }

    @Override
    public byte[] read(String name, long offset, int limit) {
        ContentStore.checkName(name);
        ContentStore.checkRange(offset, limit);
        return sql.query(name, connection -> read(connection, name, offset, limit));
    }

    private static byte[] read(Connection connection, String name, long offset, int limit) throws SQLException {
        Optional<byte[]> piece = piece(connection, name, offset / PIECE);
        int from = (int) (offset % PIECE);
        if (piece.isPresent() && from < piece.get().length) {
            return Arrays.copyOfRange(piece.get(), from, from + Math.min(limit, piece.get().length - from));
        }
        long size = size(connection, name).orElseThrow(() -> new ContentLostException(name, "there is none", null));
        if (offset < size) {
            throw new ContentLostException(name, "a row of table journal_content_piece is missing", null);
        }
        return new byte[0];
    }

    private static Optional<byte[]> piece(Connection connection, String name, long sequence) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT bytes FROM journal_content_piece WHERE name = ? AND sequence = ?")) {
            select.setString(1, name);
            select.setLong(2, sequence);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    private static Optional<Long> size(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT size FROM journal_content WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    @Override
    public void remove(String name) {
        ContentStore.checkName(name);
        sql.change(name, connection -> delete(connection, name));
    }

    private static int delete(Connection connection, String name) throws SQLException {
        try (PreparedStatement pieces =
                        connection.prepareStatement("DELETE FROM journal_content_piece WHERE name = ?");
                PreparedStatement whole = connection.prepareStatement("DELETE FROM journal_content WHERE name = ?")) {
            whole.setString(1, name);
            whole.executeUpdate();
            pieces.setString(1, name);
            return pieces.executeUpdate();
        }
    }
}
