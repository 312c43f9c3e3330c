package dev.finetuning.source;

import dev.finetuning.example.Origin;
import dev.finetuning.source.internal.LookAhead;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, streamed with a fetch size over its own connection, in a read-only transaction that
 * is rolled back (PostgreSQL streams only in a transaction). Columns have their labels as names. Numbers
 * and booleans keep their type; everything else becomes text.
 */
public final class JdbcQuery implements RecordSource {
    private final String name;
    private final DataSource dataSource;
    private final String sql;
    private final List<Object> parameters;
    private final int fetchSize;

    private JdbcQuery(String name, DataSource dataSource, String sql, List<Object> parameters, int fetchSize) {
        this.name = name;
        this.dataSource = dataSource;
        this.sql = sql;
        this.parameters = parameters;
        this.fetchSize = fetchSize;
    }

    /**
     * A source that runs a query; 1,000 rows are fetched at a time.
     *
     * @param name the source's name in origins and messages; the SQL appears in no message
     * @param parameters the values of the query's question marks; an {@link Instant} is bound as a time with offset,
     *     the type that JDBC knows for it
     */
    public static JdbcQuery of(String name, DataSource dataSource, String sql, Object... parameters) {
        return new JdbcQuery(name, dataSource, sql, List.of(parameters), 1000);
    }

    /**
     * This query with another fetch size.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public JdbcQuery fetchSize(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("the fetch size must be positive: " + rows);
        }
        return new JdbcQuery(name, dataSource, sql, parameters, rows);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Records open() {
        try {
            ReadingConnection connection = ReadingConnection.of(dataSource);
            try {
                return new Rows(connection);
            } catch (SQLException e) {
                close(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failed(0, e);
        }
    }

    private static void close(ReadingConnection connection, SQLException cause) {
        try {
            connection.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private UnreadableSourceException failed(long row, SQLException e) {
        return new UnreadableSourceException(
                "query_failed",
                name,
                0,
                "The query failed" + (row > 0 ? " after row " + row : "") + " with SQL state " + e.getSQLState() + ".",
                "Check the connection and the statement.",
                e);
    }

    private static Object bound(Object parameter) {
        return parameter instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : parameter;
    }

    /** An open query. */
    private final class Rows extends LookAhead {
        private final ReadingConnection connection;
        private final PreparedStatement statement;
        private final ResultSet results;
        private final List<String> columns = new ArrayList<>();
        private long row;
        private long characters;
        private boolean closed;

        private Rows(ReadingConnection connection) throws SQLException {
            this.connection = connection;
            this.statement = connection.connection().prepareStatement(sql);
            statement.setFetchSize(fetchSize);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, bound(parameters.get(i)));
            }
            this.results = statement.executeQuery();
            ResultSetMetaData metaData = results.getMetaData();
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                columns.add(metaData.getColumnLabel(i));
            }
        }

        @Override
        @Nullable
        protected ReadResult advance() {
            try {
                if (!results.next()) {
                    return null;
                }
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    fields.put(columns.get(i), value(results.getObject(i + 1), i + 1));
                }
                return record(fields, new Origin(name, 0, ++row));
            } catch (SQLException e) {
                throw failed(row, e);
            }
        }

        // a column's null is a JSON null
        @SuppressWarnings({"unchecked", "NullAway"})
        private SourceRecord record(Map<String, @Nullable Object> fields, Origin origin) {
            return SourceRecord.of((Map<String, Object>) (Map<?, ?>) fields, origin);
        }

        private @Nullable Object value(@Nullable Object value, int column) throws SQLException {
            boolean json = value == null
                    || value instanceof Boolean
                    || value instanceof Integer
                    || value instanceof Long
                    || value instanceof BigDecimal;
            if (json) {
                return value;
            }
            String text = results.getString(column);
            characters += text == null ? 0 : text.length();
            return text;
        }

        @Override
        public long consumed() {
            return characters;
        }

        @Override
        public List<String> columns() {
            return List.copyOf(columns);
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try (connection;
                    statement;
                    results) {
                // closed in turn
            } catch (SQLException e) {
                throw failed(row, e);
            }
        }
    }
}
