package dev.finetuning.journal.jdbc;

import dev.finetuning.Sleeper;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Transactions and queries on the connections of a data source. What fails because of a concurrent transaction is
 * repeated; so is a transaction whose commit was not answered, which must therefore find out whether it has happened,
 * or do no harm a second time. Thread-safe if the data source is.
 */
final class SqlTransactions {
    private static final int MAX_ATTEMPTS = 100;
    private static final int MAX_UNANSWERED = 20;
    private static final int MAX_PAUSE_MILLIS = 20;

    private final DataSource source;
    private final SqlDialect dialect;
    private final Sleeper sleeper;
    private final Failures failures;

    private SqlTransactions(DataSource source, SqlDialect dialect, Sleeper sleeper, Failures failures) {
        this.source = source;
        this.dialect = dialect;
        this.sleeper = sleeper;
        this.failures = failures;
    }

    /** Makes the exception for what has failed for good. */
    @FunctionalInterface
    interface Failures {
        /**
         * The exception.
         *
         * @param name the stream or content concerned
         * @param outcomeUnknown whether the transaction may have happened nevertheless
         */
        RuntimeException of(String name, String what, boolean outcomeUnknown, @Nullable Throwable cause);
    }

    static SqlTransactions over(DataSource source, Sleeper sleeper, Failures failures) {
        try (Connection connection = source.getConnection()) {
            SqlDialect dialect = SqlDialects.of(connection);
            dialect.checkRights(connection);
            return new SqlTransactions(source, dialect, sleeper, failures);
        } catch (SQLException e) {
            throw failures.of("(all)", "cannot use the database", false, e);
        }
    }

    /** A transaction that writes. */
    <T> T change(String name, SqlSession.Work<T> work) {
        boolean unanswered = false;
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(work);
            } catch (SqlSession.UnansweredCommit e) {
                unanswered = true;
                if (attempt >= MAX_UNANSWERED) {
                    throw failures.of(name, "the database did not answer the commit", true, e);
                }
            } catch (SQLException e) {
                boolean again = attempt < (unanswered ? MAX_UNANSWERED : MAX_ATTEMPTS)
                        && (unanswered || dialect.passes(e) || dialect.duplicate(e));
                if (!again) {
                    throw refused(name, "cannot write to the database", unanswered, e);
                }
            }
            pause(name, attempt, unanswered);
        }
    }

    /** A connection that fails when it is closed, after its commit, may not have told the truth about that. */
    private <T> T attempt(SqlSession.Work<T> work) throws SQLException {
        boolean committed = false;
        try (SqlSession session = SqlSession.open(source)) {
            T result = session.transaction(dialect, work);
            committed = true;
            return result;
        } catch (SQLException e) {
            throw committed ? new SqlSession.UnansweredCommit(e) : e;
        }
    }

    /** Statements that only read. */
    <T> T query(String name, SqlSession.Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (SqlSession session = SqlSession.open(source)) {
                return work.on(session.connection());
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS || !dialect.passes(e)) {
                    throw refused(name, "cannot read from the database", false, e);
                }
            }
            pause(name, attempt, false);
        }
    }

    /** Waits a little before another attempt. */
    void pause(String name, int attempt, boolean outcomeUnknown) {
        try {
            int most = Math.min(attempt, MAX_PAUSE_MILLIS);
            sleeper.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextInt(most + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.of(name, "interrupted before it could be done again", outcomeUnknown, e);
        }
    }

    private RuntimeException refused(String name, String what, boolean outcomeUnknown, SQLException e) {
        return failures.of(
                name, what + " (are its tables there? JdbcJournal.createTables makes them)", outcomeUnknown, e);
    }
}
