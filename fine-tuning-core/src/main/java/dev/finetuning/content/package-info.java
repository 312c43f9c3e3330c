/**
 * Large content that journal entries name, such as the training data of a run: bytes enter under a name and
 * leave unchanged, piece by piece, until they are removed.
 *
 * <p>Stores implement {@link dev.finetuning.content.ContentStore}. Those in a folder and in memory are here, the one
 * in a database is beside its journal.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.content;

import org.jspecify.annotations.NullMarked;
