/**
 * Personal data in texts: examples enter, findings, or examples without the data, leave. Entities bear
 * the names that Presidio gave them.
 */
@NullMarked
package dev.finetuning.quality.pii;

import org.jspecify.annotations.NullMarked;
