package dev.finetuning.journal.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where databases differ: how a transaction that will write begins, and which failures pass by themselves. A
 * database that does all this as the standard says is one line in {@link SqlDialects} and a script that creates the
 * tables; one that does not is a subclass.
 */
class SqlDialect {
    private final String product;

    /** The dialect of the database whose driver gives it that product name. */
    SqlDialect(String product) {
        this.product = product;
    }

    /** The product's name. */
    final String product() {
        return product;
    }

    /** Fails if what is committed on such a connection cannot be forced to the disk. */
    void checkRights(Connection connection) throws SQLException {}

    /** Begins a transaction that will write, on a connection in auto-commit mode. */
    void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    /** Commits; what is committed is on the disk when this returns. */
    void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    void rollback(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /** Whether the same transaction may succeed when it is done again. */
    boolean passes(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("40");
    }

    /** Whether a row of that key is already there. */
    boolean duplicate(SQLException e) {
        return "23505".equals(e.getSQLState());
    }

    /** The name of the script that creates the tables: the product's in lower case, with hyphens for blanks. */
    final String script() {
        return product.toLowerCase(Locale.ROOT).replace(' ', '-') + ".sql";
    }

    /** The statements that create the tables. */
    final List<String> schema() {
        String name = script();
        try (InputStream script = SqlDialect.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("the script " + name + " is missing from the jar");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split(";", -1))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the script " + name, e);
        }
    }

    @Override
    public final String toString() {
        return product;
    }
}
