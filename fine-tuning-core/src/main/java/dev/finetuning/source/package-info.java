/**
 * Raw records: files, folders, texts and queries enter; records with their exact origin leave, and
 * unreadable ones leave as rejections with source, line, field and remedy. Only one record and a buffer are
 * held in memory.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.source;

import org.jspecify.annotations.NullMarked;
