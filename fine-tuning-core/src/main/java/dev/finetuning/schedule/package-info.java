/**
 * Doing things again and again: work and the times when it is due enter; the work is done at those times by an
 * application's executor.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.schedule;

import org.jspecify.annotations.NullMarked;
