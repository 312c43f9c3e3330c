/**
 * Hyperparameter search: a space of settings and the results of earlier trials enter; the settings to try
 * next leave. The caller trains and evaluates.
 */
@NullMarked
package dev.finetuning.search;

import org.jspecify.annotations.NullMarked;
