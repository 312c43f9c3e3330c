/**
 * Scorers of overlap: an answer and its reference enter; the share of words or characters they have in
 * common leaves, by published definitions.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.scorer.overlap;

import org.jspecify.annotations.NullMarked;
