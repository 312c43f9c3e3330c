/**
 * Hyperparameter search: a space of settings and a plan for a run enter; ranked trials and a winner, measured on fresh
 * data, leave. {@link dev.finetuning.search.HyperparameterSearch} trains by runs; {@link
 * dev.finetuning.search.SearchStrategy} alone says what to try next.
 *
 * <p>One package because users see one search and its result: what chooses settings, follows trials and measures the
 * winner is package-private beside them.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.search;

import org.jspecify.annotations.NullMarked;
