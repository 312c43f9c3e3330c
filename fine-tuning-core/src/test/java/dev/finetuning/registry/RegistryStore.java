package dev.finetuning.registry;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.journal.jdbc.JdbcJournal;
import java.nio.file.Path;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.sqlite.javax.SQLiteConnectionPoolDataSource;

/** Journals by a text that can be handed to another process: {@code file:…} or a JDBC address. */
final class RegistryStore {
    private RegistryStore() {}

    static Journal open(String address) {
        return address.startsWith("file:")
                ? FileJournal.in(Path.of(address.substring("file:".length())))
                : JdbcJournal.over(source(address));
    }

    /** A pool, because a connection to PostgreSQL takes longer to open than to use. */
    static DataSource source(String address) {
        return address.startsWith("jdbc:h2:")
                ? JdbcConnectionPool.create(address, "sa", "")
                : JdbcConnectionPool.create(pooled(address));
    }

    private static ConnectionPoolDataSource pooled(String address) {
        if (address.startsWith("jdbc:sqlite:")) {
            SQLiteConnectionPoolDataSource source = new SQLiteConnectionPoolDataSource();
            source.setUrl(address);
            source.setBusyTimeout(30_000);
            return source;
        }
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setUrl(address);
        return source;
    }
}
