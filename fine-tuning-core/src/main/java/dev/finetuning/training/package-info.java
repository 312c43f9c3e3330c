/**
 * Training at a provider: data and a request enter; a job to follow and, at its end, a model id leave.
 * Everything here is provider-neutral; adapters implement {@link dev.finetuning.training.TrainingPipeline}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.training;

import org.jspecify.annotations.NullMarked;
