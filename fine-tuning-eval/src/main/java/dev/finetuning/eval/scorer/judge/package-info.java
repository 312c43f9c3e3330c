/**
 * An answer enters that only another model can judge; its verdict as a score, or the reason why the
 * judge gave none, leaves.
 */
@NullMarked
package dev.finetuning.eval.scorer.judge;

import org.jspecify.annotations.NullMarked;
