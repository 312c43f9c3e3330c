/**
 * Baselines: training examples enter, and for some a base model; models that cost little or nothing leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.baseline;

import org.jspecify.annotations.NullMarked;
