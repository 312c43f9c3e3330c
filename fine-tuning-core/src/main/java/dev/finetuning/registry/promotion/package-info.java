/**
 * Promotion: a candidate and the champion it would replace enter; the verdict of every gate leaves, with
 * its evidence.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.registry.promotion;

import org.jspecify.annotations.NullMarked;
