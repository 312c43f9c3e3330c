/**
 * Continuous training: examples enter one by one, at any time; model versions, each trained on what had come since the
 * one before, leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.retraining;

import org.jspecify.annotations.NullMarked;
