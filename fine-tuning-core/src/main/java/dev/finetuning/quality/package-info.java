/** Checks: examples enter; findings with source, line, field and remedy leave. */
@NullMarked
package dev.finetuning.quality;

import org.jspecify.annotations.NullMarked;
