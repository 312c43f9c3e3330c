/**
 * Waiting for training jobs: a job's id enters, listeners hear what happens to it, and how it ended leaves.
 */
@NullMarked
package dev.finetuning.training.follow;

import org.jspecify.annotations.NullMarked;
