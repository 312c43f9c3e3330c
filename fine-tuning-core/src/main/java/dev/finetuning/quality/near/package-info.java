/** Near-duplicates: examples enter; groups of examples with nearly the same content leave. */
@NullMarked
package dev.finetuning.quality.near;

import org.jspecify.annotations.NullMarked;
