/**
 * A journal in a folder: entries enter one file per stream and leave it again, even if the process or the
 * machine was killed.
 *
 * <p>One package because it implements one file format: the classes that read, write, index
 * and force a log share invariants that must not be visible outside.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.journal.file;

import org.jspecify.annotations.NullMarked;
