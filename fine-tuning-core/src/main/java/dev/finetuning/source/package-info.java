/**
 * Raw records: files, folders, texts and queries enter, records with their exact origin leave, and
 * what cannot be read leaves as a rejection that names source, line, field and remedy. Nothing is
 * held in memory beyond a record and a buffer.
 */
@NullMarked
package dev.finetuning.source;

import org.jspecify.annotations.NullMarked;
