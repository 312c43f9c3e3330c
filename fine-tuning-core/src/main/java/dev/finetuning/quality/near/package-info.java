/**
 * Near-duplicates: examples enter; groups of examples with nearly the same content leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.quality.near;

import org.jspecify.annotations.NullMarked;
