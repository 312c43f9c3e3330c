/**
 * The append-only store of everything that must survive a crash: typed entries enter a named stream at an
 * expected position, and leave unchanged in the same order.
 *
 * <p>State is computed from the entries of a stream. Stores implement {@link
 * dev.finetuning.journal.Journal}; the one in memory is here, those for files and databases have their own
 * packages.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.journal;

import org.jspecify.annotations.NullMarked;
