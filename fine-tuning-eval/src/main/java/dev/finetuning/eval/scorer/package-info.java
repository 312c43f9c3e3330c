/**
 * Scorers: a model's answer, its question and the expected answer enter; a score from 0 to 1, or the reason
 * why there is none, leaves.
 *
 * <p>One package because users choose from one list of scorers; what computes a score is next
 * to its scorer and is not public.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.scorer;

import org.jspecify.annotations.NullMarked;
