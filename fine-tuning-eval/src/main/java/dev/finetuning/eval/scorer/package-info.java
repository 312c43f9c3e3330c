/**
 * A model's answer enters beside what was asked and what was expected; a score between 0 and 1, or
 * the reason why there is none, leaves.
 *
 * <p>One package because users choose from one list of scorers; what computes a score stands beside its scorer and is
 * not public.
 */
@NullMarked
package dev.finetuning.eval.scorer;

import org.jspecify.annotations.NullMarked;
