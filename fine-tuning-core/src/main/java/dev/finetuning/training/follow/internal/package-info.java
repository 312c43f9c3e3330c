/**
 * One look at a job and the times it has taken, for all who follow jobs: a pipeline and a job's id enter,
 * what was seen and which deadline has passed leave.
 */
@NullMarked
package dev.finetuning.training.follow.internal;

import org.jspecify.annotations.NullMarked;
