/**
 * A journal in a folder: entries enter one file per stream, and leave it even after the process or the
 * machine was killed.
 *
 * <p>One package because all of it is one file format: what reads, writes, indexes and forces a log rests on
 * invariants that nothing outside may see.
 */
@NullMarked
package dev.finetuning.journal.file;

import org.jspecify.annotations.NullMarked;
