/**
 * Hyperparameter search: a space of settings and a plan for a run enter; ranked trials and a winner, measured on fresh
 * data, leave. {@link dev.finetuning.search.HyperparameterSearch} trains by runs; {@link
 * dev.finetuning.search.SearchStrategy} alone says what to try next.
 */
@NullMarked
package dev.finetuning.search;

import org.jspecify.annotations.NullMarked;
