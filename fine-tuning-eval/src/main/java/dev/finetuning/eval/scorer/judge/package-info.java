/**
 * Scorers that ask a model: an answer enters; the judge's verdict as a score, or the reason why there is
 * none, leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.scorer.judge;

import org.jspecify.annotations.NullMarked;
