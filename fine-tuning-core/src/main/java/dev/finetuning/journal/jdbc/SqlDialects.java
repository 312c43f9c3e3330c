package dev.finetuning.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Every database that has a journal. */
final class SqlDialects {
    static final List<SqlDialect> ALL = List.of(new PostgresDialect(), new H2Dialect(), new SqliteDialect());

    private SqlDialects() {}

    static SqlDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return ALL.stream()
                .filter(dialect -> dialect.product().equalsIgnoreCase(product))
                .findFirst()
                .orElseThrow(() -> new SQLException("no journal for the database " + product + "; there are " + ALL));
    }
}
