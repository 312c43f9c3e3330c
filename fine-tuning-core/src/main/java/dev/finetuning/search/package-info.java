/**
 * Hyperparameters found by trying: a space of settings and what earlier trials came to enter, the settings to try next
 * leave. The caller trains and measures.
 */
@NullMarked
package dev.finetuning.search;

import org.jspecify.annotations.NullMarked;
