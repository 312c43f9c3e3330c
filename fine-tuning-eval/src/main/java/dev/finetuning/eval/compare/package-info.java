/**
 * Comparisons: evaluations of the same cases enter; differences with intervals and tests, verdicts with
 * explanations, and score cards for the registry's gates leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.compare;

import org.jspecify.annotations.NullMarked;
