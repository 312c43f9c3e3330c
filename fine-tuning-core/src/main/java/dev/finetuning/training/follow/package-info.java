/**
 * Waiting for training jobs: a job's id enters, listeners receive what happens, and how the job ended leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.training.follow;

import org.jspecify.annotations.NullMarked;
