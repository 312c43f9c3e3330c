/**
 * Scorers that ask a model: an answer enters; the judge's verdict as a score, or the reason why there is
 * none, leaves.
 */
@NullMarked
package dev.finetuning.eval.scorer.judge;

import org.jspecify.annotations.NullMarked;
