/**
 * Personal data: examples enter; findings, or examples with the data masked, leave. Entities have Presidio's names.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.quality.pii;

import org.jspecify.annotations.NullMarked;
