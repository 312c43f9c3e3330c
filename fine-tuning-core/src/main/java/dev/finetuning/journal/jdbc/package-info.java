/**
 * A journal in a database: entries enter two tables in one transaction and leave them in order.
 *
 * <p>To support another database, add a line to {@code SqlDialects} and a script that creates the tables.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.journal.jdbc;

import org.jspecify.annotations.NullMarked;
