/**
 * A journal in a database: entries enter two tables in one transaction and leave them in order.
 *
 * <p>Another database is one line of {@code SqlDialects} and a script that creates the tables.
 */
@NullMarked
package dev.finetuning.journal.jdbc;

import org.jspecify.annotations.NullMarked;
