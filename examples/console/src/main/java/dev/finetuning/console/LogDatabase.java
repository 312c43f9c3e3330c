package dev.finetuning.console;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.finetuning.console.ConsoleOptions.Option;
import dev.finetuning.console.shelf.LogSource;
import dev.finetuning.source.JdbcQuery;
import java.util.Optional;
import javax.sql.DataSource;

/** A database with logs of conversations, which only the operator names. */
final class LogDatabase {
    private static final String NAME = "the log database";
    private static final int CONNECTIONS = 2;

    private LogDatabase() {}

    /**
     * The logs by the options, if there are any.
     *
     * @throws IllegalArgumentException if the address has no query, or the query does not keep several tenants apart
     */
    static Optional<LogSource> of(ConsoleOptions options, int tenants) {
        Optional<String> url = options.optional(Option.LOGS_URL);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        String query = options.optional(Option.LOGS_QUERY)
                .orElseThrow(() -> new IllegalArgumentException("--logs-url needs --logs-query"));
        boolean apart = query.contains("?");
        if (tenants > 1 && !apart) {
            throw new IllegalArgumentException("with several tenants, --logs-query needs a ? for the tenant's name");
        }
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url.get());
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(0);
        pool.setInitializationFailTimeout(-1);
        DataSource database = new HikariDataSource(pool);
        return Optional.of(
                tenant -> apart ? JdbcQuery.of(NAME, database, query, tenant) : JdbcQuery.of(NAME, database, query));
    }
}
