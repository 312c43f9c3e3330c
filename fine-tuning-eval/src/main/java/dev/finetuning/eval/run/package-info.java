/**
 * Evaluation within a run: a trained model, its test cases and the champion enter; the score cards for the
 * run's gates leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.run;

import org.jspecify.annotations.NullMarked;
