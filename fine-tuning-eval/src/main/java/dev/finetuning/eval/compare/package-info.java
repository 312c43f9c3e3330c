/**
 * Evaluations of the same cases enter; differences with intervals and tests, a verdict with the
 * sentence that explains it, and score cards for the registry's gates leave.
 */
@NullMarked
package dev.finetuning.eval.compare;

import org.jspecify.annotations.NullMarked;
