/** Counts and numbers measured on a sample enter; intervals that hold their level, also for few cases, leave. */
@NullMarked
package dev.finetuning.eval.internal.statistics;

import org.jspecify.annotations.NullMarked;
