/**
 * The rules that every store checks its arguments against before anything is written.
 */
@NullMarked
package dev.finetuning.journal.internal;

import org.jspecify.annotations.NullMarked;
