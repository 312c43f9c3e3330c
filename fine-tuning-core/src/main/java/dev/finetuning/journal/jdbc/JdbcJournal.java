package dev.finetuning.journal.jdbc;

import dev.finetuning.Sleeper;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.journal.internal.JournalChecks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A journal in a database: PostgreSQL, H2 or SQLite. An append is one transaction that compares the
 * stream's size, updates it and inserts the entries. A transaction that fails because of a concurrent one
 * is rolled back and repeated. If a commit is not answered, the next connection checks whether it happened.
 * An append has reached the disk when it returns, whatever the database is set to: commits are forced in H2
 * (which needs a user with admin rights), and {@code synchronous_commit} and {@code PRAGMA synchronous} are
 * turned on for the journal's transactions. Exceptions never contain entries. Thread-safe if the data source is.
 *
 * <p>The tables are created by {@link #createTables} or by the scripts next to this class; opening a
 * journal creates nothing. The journal does not close the data source.
 */
public final class JdbcJournal implements Journal {
    private static final List<String> TABLES =
            List.of("journal_stream", "journal_entry", "journal_snapshot", "journal_content", "journal_content_piece");
    private static final int MAX_LOOKS = 5;
    private static final int MAX_CREATIONS = 20;

    private final SqlTransactions sql;

    private JdbcJournal(SqlTransactions sql) {
        this.sql = sql;
    }

    /**
     * A journal in the tables of a database.
     *
     * @throws JournalUnavailableException if the database cannot be reached, is not supported, or does not let this
     *     user force what is committed
     */
    public static JdbcJournal over(DataSource source) {
        return over(source, Sleeper.system());
    }

    /** A journal with another sleeper for the pauses before it repeats a transaction. */
    public static JdbcJournal over(DataSource source, Sleeper sleeper) {
        return new JdbcJournal(SqlTransactions.over(source, sleeper, JournalUnavailableException::new));
    }

    /**
     * Creates the tables, those of {@link JdbcContentStore} too, in one transaction if they do not exist; several
     * processes may do so at once.
     *
     * @throws JournalUnavailableException if the database refuses
     */
    public static void createTables(DataSource source) {
        try (SqlSession session = SqlSession.open(source)) {
            SqlDialect dialect = SqlDialects.of(session.connection());
            boolean created = tablesExist(session.connection());
            for (int attempt = 1; !created; attempt++) {
                created = create(session, dialect, attempt == MAX_CREATIONS);
            }
        } catch (SQLException e) {
            throw new JournalUnavailableException("(all)", "cannot create the tables", false, e);
        }
    }

    /** Databases let {@code IF NOT EXISTS} collide with itself: who comes second fails and looks again. */
    private static boolean create(SqlSession session, SqlDialect dialect, boolean last) throws SQLException {
        try {
            return session.transaction(dialect, connection -> {
                try (Statement statement = connection.createStatement()) {
                    for (String sql : dialect.schema()) {
                        statement.execute(sql);
                    }
                    return true;
                }
            });
        } catch (SQLException e) {
            if (last) {
                throw e;
            }
            return tablesExist(session.connection());
        }
    }

    private static boolean tablesExist(Connection connection) {
        for (String table : TABLES) {
            try (Statement statement = connection.createStatement();
                    ResultSet none = statement.executeQuery("SELECT 1 FROM " + table + " WHERE 1 = 0")) {
                none.next();
            } catch (SQLException missing) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long append(String stream, long expectedSize, List<JournalEntry> entries) {
        JournalChecks.append(stream, expectedSize, entries);
        SqlAppend append = new SqlAppend(stream, expectedSize, List.copyOf(entries));
        return sql.change(stream, append::run);
    }

    /**
     * Reads below the committed size only. While others commit, a scan of H2's index was seen to find a row but not the
     * one before it, so what seems to be missing is looked for again before it is called so.
     */
    @Override
    public List<JournalEntry> read(String stream, long fromSequence, int limit) {
        JournalChecks.read(stream, fromSequence, limit);
        for (int attempt = 1; ; attempt++) {
            long wanted = Math.min(limit, size(stream) - fromSequence);
            if (wanted <= 0) {
                return List.of();
            }
            List<JournalEntry> entries =
                    sql.query(stream, connection -> select(connection, stream, fromSequence, fromSequence + wanted));
            if (entries.size() == wanted) {
                return entries;
            }
            if (attempt == MAX_LOOKS) {
                throw new CorruptJournalException(
                        stream, "table journal_entry", fromSequence + entries.size(), "the row is missing", null);
            }
            sql.pause(stream, attempt, false);
        }
    }

    /** The entries from a sequence up to the end or the first gap. */
    private static List<JournalEntry> select(Connection connection, String stream, long from, long end)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT sequence, type, happened_at, body"
                + " FROM journal_entry WHERE stream = ? AND sequence >= ? AND sequence < ? ORDER BY sequence")) {
            select.setString(1, stream);
            select.setLong(2, from);
            select.setLong(3, end);
            List<JournalEntry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next() && rows.getLong(1) == from + entries.size()) {
                    entries.add(entry(stream, rows));
                }
            }
            return entries;
        }
    }

    private static JournalEntry entry(String stream, ResultSet row) throws SQLException {
        try {
            return new JournalEntry(row.getString(2), Instant.parse(row.getString(3)), row.getString(4));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new CorruptJournalException(
                    stream, "table journal_entry", row.getLong(1), "the row is not as it was written", e);
        }
    }

    @Override
    public long size(String stream) {
        JournalChecks.stream(stream);
        return sql.query(stream, connection -> SqlAppend.size(connection, stream));
    }

    @Override
    public Optional<JournalSnapshot> snapshot(String stream) {
        JournalChecks.stream(stream);
        return sql.query(stream, connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT size, format, state FROM journal_snapshot WHERE stream = ?")) {
                select.setString(1, stream);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new JournalSnapshot(row.getLong(1), row.getString(2), row.getBytes(3)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public void saveSnapshot(String stream, JournalSnapshot snapshot) {
        JournalChecks.stream(stream);
        sql.change(stream, connection -> {
            try (PreparedStatement delete =
                            connection.prepareStatement("DELETE FROM journal_snapshot WHERE stream = ?");
                    PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO journal_snapshot (stream, size, format, state) VALUES (?, ?, ?, ?)")) {
                delete.setString(1, stream);
                delete.executeUpdate();
                insert.setString(1, stream);
                insert.setLong(2, snapshot.size());
                insert.setString(3, snapshot.format());
                insert.setBytes(4, snapshot.state());
                return insert.executeUpdate();
            } catch (SQLException e) {
                throw SqlSession.withoutRows(e);
            }
        });
    }
}
