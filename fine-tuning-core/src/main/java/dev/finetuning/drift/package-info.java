/**
 * Drift: numbers seen in production enter, scores or features of questions; an alarm with its evidence leaves when
 * they are no longer what they were, seldom otherwise.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.drift;

import org.jspecify.annotations.NullMarked;
