/**
 * Batches: questions enter; answers from a provider's batch API leave, within hours and at a lower price.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.batch;

import org.jspecify.annotations.NullMarked;
