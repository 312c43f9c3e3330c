/** Personal data: examples enter; findings, or examples with the data masked, leave. Entities have Presidio's names. */
@NullMarked
package dev.finetuning.quality.pii;

import org.jspecify.annotations.NullMarked;
