/**
 * The append-only record of everything that must survive a crash: typed entries enter a named stream at
 * an expected position, and the same entries leave in the same order, for ever.
 *
 * <p>State is a fold over a stream. {@link dev.finetuning.journal.Journal} is what a store implements;
 * the one in memory is here, those in files and databases have packages of their own.
 */
@NullMarked
package dev.finetuning.journal;

import org.jspecify.annotations.NullMarked;
