/**
 * The append-only record everything that must survive a crash is written to: typed entries enter a
 * named stream at an expected position, and the same entries leave in the same order, for ever.
 *
 * <p>State is a fold over a stream. {@link dev.finetuning.journal.Journal} is what a store implements;
 * memory, files and databases are here.
 */
@NullMarked
package dev.finetuning.journal;

import org.jspecify.annotations.NullMarked;
