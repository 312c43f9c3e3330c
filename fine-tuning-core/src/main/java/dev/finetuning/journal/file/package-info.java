/**
 * A journal in a folder: entries enter one file per stream, and leave it even after the process or the
 * machine was killed.
 */
@NullMarked
package dev.finetuning.journal.file;

import org.jspecify.annotations.NullMarked;
