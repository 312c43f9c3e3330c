/**
 * A model's answer enters beside what was asked and what was expected; a score between 0 and 1, or
 * the reason why there is none, leaves.
 */
@NullMarked
package dev.finetuning.eval.scorer;

import org.jspecify.annotations.NullMarked;
